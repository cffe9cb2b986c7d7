// Every vector that Rust reads, through the public functions of the Node package.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import * as namespace from '../../bindings-node/lib/index.js'
import { camel, plain, read } from './vectors.mjs'

const require = createRequire(import.meta.url)
const renown = { ...namespace }
const native = require('../../bindings-node/renown.node')

/** Arguments by position, for functions that take them so; what is left is options. */
const POSITIONS = {
  account_cadence: ['posts'],
  account_delivered: ['posts'],
  account_engagement: ['posts'],
  account_growth: ['readings'],
  account_likes_over_time: ['posts'],
  account_shares: ['posts', 'of'],
  account_sponsorship: ['posts'],
  account_summary: ['posts'],
  affinity: null,
  answer_request: null,
  ask_count: null,
  audience_credibility: null,
  audience_demographics: null,
  authenticity: null,
  binding_document: null,
  bootstrap: ['values'],
  breach_notice: null,
  chart: null,
  check_identity: null,
  check_price_inputs: null,
  check_restore: null,
  clopper_pearson: ['successes', 'trials'],
  combine_labels: null,
  complaint_authorities: null,
  consent_age: ['country', 'on'],
  consent_at: null,
  consent_iso27560: null,
  consent_read: ['entries'],
  consent_states: null,
  consent_text: ['text'],
  count_audience: null,
  deadline: null,
  decide: null,
  decide_many: null,
  earned_value: ['delivered', 'prices'],
  export_facts: null,
  follow_request: null,
  gpc: ['headerValues'],
  gpc_opt_outs: ['events'],
  gpc_support: ['body'],
  gpp_decode: ['string'],
  gpp_effects: ['string'],
  gpp_encode: ['sections'],
  handles_confusable: ['platform', 'first', 'second'],
  import_insightiq: ['answer'],
  import_instagram_graph: ['answer'],
  import_youtube: ['answer'],
  lint_policy: null,
  lookalikes: null,
  mean: ['values'],
  median: ['values'],
  noisy_count: null,
  notable_followers: null,
  opt_out_status: null,
  overlap: null,
  overlap_sketches: null,
  parse_age_band: ['text'],
  parse_country: ['text'],
  parse_handle: ['platform', 'text'],
  parse_language: ['text'],
  parse_platform: ['text'],
  peer_benchmark: ['peers'],
  plan_erasure: null,
  policy_at: null,
  quantile: ['values', 'probability'],
  rake: null,
  read_consent_iso27560: ['document', 'unsaid'],
  read_export: null,
  read_post: null,
  read_profile: null,
  read_report: ['report'],
  read_rights_message: null,
  read_trees: null,
  recalibrate: null,
  records_of_processing: null,
  release: null,
  reliability: null,
  report: null,
  report_chart: ['report', 'kind'],
  report_charts: ['report'],
  report_html: ['report'],
  report_text: ['report'],
  request_metrics: null,
  retention_duties: null,
  rights_of: null,
  round_table: null,
  sale_opt_in: ['age'],
  scan_caption: ['platform', 'text'],
  score_account: null,
  sketch_audience: null,
  suppression_hash: null,
  sweep_records: null,
  tcf_decode: ['string'],
  tcf_encode: ['segments'],
  search_rows: null,
  threshold_by_cost: null,
  tier: ['followers'],
  unit_costs: ['delivered', 'cost'],
  verify_checkpoint: null,
  verify_consistency: null,
  verify_inclusion: null,
  wilson: ['successes', 'trials'],
}

/** Calls the public function of a vector as a user would. */
async function run(name, given) {
  const positions = POSITIONS[name]
  assert.notEqual(positions, undefined, `no way to call ${name}`)
  const call = renown[camel(name)]
  if (positions === null) return call(given)
  const { options = {}, ...others } = given
  const values = positions.map((position) => {
    const value = others[position]
    delete others[position]
    return value
  })
  const all = { ...others, ...options }
  return call(...values, ...(Object.keys(all).length > 0 ? [all] : []))
}

const isError = (then) => then !== null && typeof then === 'object' && 'error' in then

const failsWith = (code) => (error) => {
  assert.ok(error instanceof renown.RenownError, String(error))
  assert.equal(error.code, code, error.message)
  return true
}

for (const { file, cases } of read('calls')) {
  test(`calls/${file}: ${cases.length} vectors`, async (t) => {
    assert.ok(cases.length > 0)
    for (const [index, { given, when, then }] of cases.entries()) {
      await t.test(`${when.call} ${index}`, async () => {
        if (isError(then)) await assert.rejects(async () => run(when.call, given), failsWith(then.error))
        else assert.equal(plain(await run(when.call, given)), plain(then))
      })
    }
  })
}

test('every function over plain data is public', () => {
  for (const name of native.callNames()) assert.equal(typeof renown[camel(name)], 'function', name)
})
