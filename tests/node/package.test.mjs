// The package as a whole: both kinds of modules, its errors, its numbers.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { inspect } from 'node:util'
import * as namespace from '../../bindings-node/lib/index.js'

const require = createRequire(import.meta.url)
const renown = { ...namespace }
const common = require('../../bindings-node/lib/index.cjs')
const { decode, encode } = require('../../bindings-node/lib/json.cjs')
const folder = new URL('../../bindings-node/lib/types/', import.meta.url)
const types = readdirSync(folder)
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))
  .join('\n')

test('import and require give the same names and the same classes', () => {
  assert.deepEqual(Object.keys(renown).sort(), Object.keys(common).sort())
  for (const [name, value] of Object.entries(common)) assert.equal(renown[name], value, name)
})

test('every public name has a type', () => {
  for (const name of Object.keys(common)) {
    assert.match(types, new RegExp(`export declare (const|class|function) ${name}\\b`), name)
  }
})

test('the type of codes lists the codes of the core, each once', () => {
  const union = /export type ErrorCode =([^\n]*\n(?: {2}\| '[A-Z0-9_]+'\n)+)/.exec(types)
  assert.ok(union !== null)
  const listed = [...union[1].matchAll(/'([A-Z0-9_]+)'/g)].map(([, code]) => code)
  assert.deepEqual(listed, [...common.CODES])
})

test('an error has a code, a message and a stack that leads to the call', () => {
  assert.throws(
    () => renown.parsePlatform('nowhere'),
    (error) =>
      error instanceof renown.RenownError &&
      error instanceof Error &&
      error.name === 'RenownError' &&
      error.code === 'UNKNOWN_PLATFORM' &&
      error.message.includes('instagram') &&
      error.stack.includes('package.test.mjs') &&
      inspect(error).startsWith('RenownError: '),
  )
})

test('every code that an error can have is listed', async () => {
  const wrong = [
    () => renown.wilson(3, 2),
    () => renown.wilson(Number.NaN, 2),
    () => renown.readPost({}),
    () => renown.mean([() => 1]),
    () => renown.Frame.from('posts.arrow'),
    () => new renown.Frame(),
  ]
  for (const call of wrong) {
    await assert.rejects(
      async () => call(),
      (error) => {
        assert.ok(error instanceof renown.RenownError, String(error))
        assert.ok(renown.CODES.includes(error.code), error.code)
        return true
      },
    )
  }
})

test('counts beyond 2^53 cross exactly as BigInt, in both directions', () => {
  const likes = 2n ** 63n - 1n
  const post = {
    id: 'p1',
    influencerId: 'i1',
    platform: 'instagram',
    publishedAt: '2026-01-01T00:00:00Z',
    likes,
    comments: 2n ** 53n + 1n,
  }
  const answer = renown.readPost(post)
  assert.equal(answer.likes, likes)
  assert.equal(answer.comments, 2n ** 53n + 1n)
})

test('a number beyond 2^53 is refused as a count, since it stands for several', () => {
  assert.throws(() => renown.wilson(1, 2 ** 53), { code: 'MALFORMED_ARGUMENTS' })
  assert.equal(renown.wilson(1n, 2n ** 53n + 1n).n, 2n ** 53n + 1n)
})

test('a text that begins with NUL stays a text, even one of digits', () => {
  const texts = [
    '\u0000',
    '\u000012',
    '\u0000n12',
    '\u0000s',
    '12345678901234567890',
    '\\"\u0000',
    '"1234567890123456"',
  ]
  assert.deepEqual(decode(encode({ texts, [texts[2]]: 1 })), { texts, [texts[2]]: 1 })
})

test('data that JSON cannot hold is refused by code, without a crash', () => {
  const circular = {}
  circular.self = circular
  let deep = 1
  for (let depth = 0; depth < 100_000; depth += 1) deep = [deep]
  for (const data of [circular, deep, { map: new Map() }, { symbol: Symbol('x') }, [() => 0]]) {
    assert.throws(() => encode(data), { code: 'MALFORMED_ARGUMENTS' })
  }
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => encode([number]), { code: 'NOT_FINITE' })
  }
  assert.throws(() => encode(new Date(Number.NaN)), { code: 'MALFORMED_TIMESTAMP' })
})
