// Every vector that Rust reads, through the public functions of the Node package.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import * as namespace from '../../bindings-node/lib/index.js'
import { camel, plain, read } from './vectors.mjs'

const require = createRequire(import.meta.url)
const renown = { ...namespace }
const native = require('../../bindings-node/renown.node')
const { callAsync } = require('../../bindings-node/lib/plain.cjs')

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

/** Functions that are public over tables only; over plain data they are reached as the package itself reaches them. */
const tables = new Set(native.tableCallNames())

/** Calls the function of a vector as a user would. */
async function run(name, given) {
  if (tables.has(name)) return callAsync(name, given)
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

test('every function over plain data is public, or is public over tables', () => {
  for (const name of native.callNames()) assert.equal(typeof renown[camel(name)], 'function', name)
})
