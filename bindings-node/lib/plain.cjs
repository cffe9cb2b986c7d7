// Functions over plain data. What takes microseconds answers at once, what may take longer gives a promise.
'use strict'

const { call, callAsync, verbatim } = require('./calls.cjs')
const { given } = require('./options.cjs')
const { Report, shown } = require('./report.cjs')

/** A function over the posts of one account. */
const account = (name) => async (posts, choices) => {
  const { profile, ...options } = given(choices)
  return callAsync(name, { posts, profile, options })
}

const gpp = {
  decode: (string) => call('gpp_decode', { string }),
  encode: (sections) => call('gpp_encode', { sections }),
  effects: (string) => call('gpp_effects', { string }),
}

const tcf = {
  decode: (string) => call('tcf_decode', { string }),
  encode: (segments, options) => call('tcf_encode', { segments, ...given(options) }),
}

/** An answer of another system: its keys are words of that system, so it crosses as text. */
const imported = (name) => async (answer, options) => {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
  return callAsync(name, { answer: text, ...given(options) })
}

module.exports = {
  parsePlatform: (text) => call('parse_platform', { text }),
  parseHandle: (platform, text) => call('parse_handle', { platform, text }),
  handlesConfusable: (platform, first, second) => call('handles_confusable', { platform, first, second }),
  scanCaption: (platform, text) => call('scan_caption', { platform, text }),
  parseCountry: (text) => call('parse_country', { text }),
  parseLanguage: (text) => call('parse_language', { text }),
  parseAgeBand: (text) => call('parse_age_band', { text }),
  readPost: (post) => call('read_post', post),
  readProfile: (profile) => call('read_profile', profile),
  importInsightiq: imported('import_insightiq'),
  importInstagramGraph: imported('import_instagram_graph'),
  importYoutube: imported('import_youtube'),
  report: async (input, options) => shown(await callAsync('report', input, options)),
  readReport: (report) => Report.from(report),
  reportText: (report, options) => call('report_text', { report, ...given(options) }),
  reportHtml: (report) => call('report_html', { report }),
  reportCharts: (report) => call('report_charts', { report }),
  reportChart: (report, kind) => verbatim('report_chart', { report, kind }),
  chart: (question) => verbatim('chart', question),

  scoreAccount: (question) => call('score_account', question),
  audienceCredibility: async (question) => callAsync('audience_credibility', question),
  authenticity: async (seen) => callAsync('authenticity', seen),
  reliability: async (question) => callAsync('reliability', question),
  thresholdByCost: async (question) => callAsync('threshold_by_cost', question),
  readTrees: (question) => verbatim('read_trees', question),
  recalibrate: async (question) => callAsync('recalibrate', question),

  bindingDocument: (given) => call('binding_document', given),
  breachNotice: (given) => call('breach_notice', given),
  combineLabels: (given) => call('combine_labels', given),
  recordsOfProcessing: (given) => call('records_of_processing', given),
  decide: (question) => call('decide', question),
  decideMany: (questions) => call('decide_many', questions),
  lintPolicy: (question) => call('lint_policy', question),
  policyAt: (question) => call('policy_at', question),
  deadline: (question) => call('deadline', question),
  verifyCheckpoint: (question) => call('verify_checkpoint', question),
  verifyConsistency: (proof) => call('verify_consistency', proof),
  verifyInclusion: (proof) => call('verify_inclusion', proof),

  gpp,
  gppDecode: gpp.decode,
  gppEncode: gpp.encode,
  gppEffects: gpp.effects,
  tcf,
  tcfDecode: tcf.decode,
  tcfEncode: tcf.encode,
  gpc: (headerValues) => call('gpc', { headerValues }),
  gpcSupport: (body) => call('gpc_support', { body }),
  gpcOptOuts: (events) => call('gpc_opt_outs', { events }),

  consentText: (text) => call('consent_text', { text }),
  consentRead: (entries) => call('consent_read', { entries }),
  consentAt: (question) => call('consent_at', question),
  consentStates: (question) => call('consent_states', question),
  consentIso27560: (question) => call('consent_iso27560', question),
  readConsentIso27560: (document, unsaid) => call('read_consent_iso27560', { document, unsaid }),
  consentAge: (country, on) => call('consent_age', { country, on }),
  saleOptIn: (age, options) => call('sale_opt_in', { age, ...given(options) }),

  rightsOf: (question) => call('rights_of', question),
  checkIdentity: (question) => call('check_identity', question),
  followRequest: (question) => call('follow_request', question),
  requestMetrics: async (question) => callAsync('request_metrics', question),
  readRightsMessage: (question) => call('read_rights_message', question),
  answerRequest: async (question) => callAsync('answer_request', question),
  exportFacts: async (question) => callAsync('export_facts', question),
  readExport: async (question) => callAsync('read_export', question),
  planErasure: (question) => call('plan_erasure', question),
  optOutStatus: (question) => call('opt_out_status', question),
  checkPriceInputs: (question) => call('check_price_inputs', question),
  suppressionHash: (question) => call('suppression_hash', question),
  complaintAuthorities: (question) => call('complaint_authorities', question),
  sweepRecords: async (question) => callAsync('sweep_records', question),
  checkRestore: async (question) => callAsync('check_restore', question),
  retentionDuties: (question) => call('retention_duties', question),

  wilson: (successes, trials, options) => call('wilson', { successes, trials, ...given(options) }),
  clopperPearson: (successes, trials, options) =>
    call('clopper_pearson', { successes, trials, ...given(options) }),
  quantile: (values, probability) => call('quantile', { values, probability }),
  mean: async (values, options) => callAsync('mean', { values, ...given(options) }),
  median: async (values, options) => callAsync('median', { values, ...given(options) }),
  bootstrap: async (values, options) => callAsync('bootstrap', { values, ...given(options) }),

  accountCadence: account('account_cadence'),
  accountDelivered: account('account_delivered'),
  accountEngagement: account('account_engagement'),
  accountLikesOverTime: account('account_likes_over_time'),
  accountSponsorship: account('account_sponsorship'),
  accountSummary: account('account_summary'),
  accountGrowth: async (readings, options) =>
    callAsync('account_growth', { readings, options: given(options) }),
  accountShares: async (posts, of, options) =>
    callAsync('account_shares', { posts, of, options: given(options) }),
  peerBenchmark: async (peers, choices) => {
    const { own, ...options } = given(choices)
    return callAsync('peer_benchmark', { peers, own, options })
  },
  tier: (followers, options) => call('tier', { followers, ...given(options) }),
  earnedValue: (delivered, prices) => call('earned_value', { delivered, prices }),
  unitCosts: (delivered, cost) => call('unit_costs', { delivered, cost }),
}
