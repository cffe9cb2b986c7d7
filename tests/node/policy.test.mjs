// A policy that was read once says the same as the functions that read it each time.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Policy, RenownError } from '../../bindings-node/lib/index.js'
import { plain, read } from './vectors.mjs'

const minimal = readFileSync(new URL('../../core/policies/minimal.toml', import.meta.url), 'utf8')

/** The policy that a vector names: a shipped one, a document, or without either the usual one. */
const prepared = (choice) => {
  if (choice?.toml) return Policy.fromToml(choice.toml)
  return choice?.name === 'minimal' ? Policy.minimal() : Policy.influencerMarketing()
}

test('a prepared policy decides as the function does', () => {
  const { cases } = read('calls').find(({ file }) => file === 'policy.json')
  const asked = cases.filter(({ when, then }) => when.call === 'decide_many' && Array.isArray(then))
  assert.ok(asked.length > 40)
  for (const { given, then } of asked) {
    const policy = prepared(given.policy)
    assert.equal(plain(policy.decideMany(given.questions)), plain(then))
  }
})

test('a document is read, linted, and refused with its line', () => {
  const policy = Policy.fromToml(minimal)
  assert.equal(policy.hash, Policy.minimal().hash)
  assert.deepEqual(policy.lint('2026-03-01T12:00:00Z'), [])
  assert.deepEqual(
    policy.recordsOfProcessing().map(({ purpose }) => purpose),
    ['influencer_search'],
  )
  assert.throws(
    () => Policy.fromToml(minimal.replace('sells = false', 'sells = maybe')),
    (error) =>
      error instanceof RenownError && error.code === 'MALFORMED_POLICY' && /line \d+/.test(error.message),
  )
})
