// Every vector that Rust reads, through the public functions of the Node package.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import * as renown from '../../bindings-node/lib/index.js'

const require = createRequire(import.meta.url)
const { decode, encode, camel } = require('../../bindings-node/lib/json.cjs')
const folder = new URL('../vectors/calls/', import.meta.url)

/** Arguments by position, for functions that take them so; what is left is options. */
const POSITIONS = {
  bootstrap: ['values'],
  clopper_pearson: ['successes', 'trials'],
  decide: null,
  handles_confusable: ['platform', 'first', 'second'],
  mean: ['values'],
  median: ['values'],
  parse_age_band: ['text'],
  parse_country: ['text'],
  parse_handle: ['platform', 'text'],
  parse_language: ['text'],
  parse_platform: ['text'],
  quantile: ['values', 'probability'],
  read_post: null,
  read_profile: null,
  scan_caption: ['platform', 'text'],
  wilson: ['successes', 'trials'],
}

/** Calls the public function of a vector as a user would. */
async function run(name, given) {
  const positions = POSITIONS[name]
  assert.notEqual(positions, undefined, `no way to call ${name}`)
  const call = renown[camel(name)]
  if (positions === null) return call(given)
  const options = { ...given }
  const values = positions.map((position) => {
    const value = options[position]
    delete options[position]
    return value
  })
  return call(...values, ...(Object.keys(options).length > 0 ? [options] : []))
}

/** One text for one value, whatever the order of keys and the kind of its whole numbers. */
function plain(value) {
  const sorted = (node) => {
    if (Array.isArray(node)) return node.map(sorted)
    if (node === null || typeof node !== 'object') return node
    return Object.fromEntries(
      Object.keys(node)
        .sort()
        .map((key) => [key, sorted(node[key])]),
    )
  }
  return encode(sorted(value))
}

for (const file of readdirSync(folder).sort()) {
  const text = readFileSync(new URL(file, folder), 'utf8')
  const cases = decode(text)
  test(`${file}: ${cases.length} vectors`, async (t) => {
    assert.ok(cases.length > 0)
    for (const [index, { given, when, then }] of cases.entries()) {
      await t.test(`${when.call} ${index}`, async () => {
        if (then !== null && typeof then === 'object' && 'error' in then) {
          await assert.rejects(
            async () => run(when.call, given),
            (error) => error instanceof renown.RenownError && error.code === then.error,
          )
        } else {
          assert.equal(plain(await run(when.call, given)), plain(then))
        }
      })
    }
  })
}
