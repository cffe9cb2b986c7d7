// The report as a person holds it in Node.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { RenownError, Report, report } from '../../bindings-node/lib/index.js'

const made = await report({
  profile: {
    id: 'inf-1',
    platform: 'instagram',
    handle: 'invented.person',
    followers: 2000,
    fullName: 'Ivy <b>',
  },
  posts: Array.from({ length: 12 }, (_, number) => ({
    id: `p${number}`,
    influencerId: 'inf-1',
    platform: 'instagram',
    publishedAt: `2026-0${1 + (number % 2)}-1${number % 10}T10:00:00Z`,
    likes: 50 + 7 * number,
    comments: 4,
  })),
  peers: [0.01, 0.02, 0.03, 0.05],
  generatedAt: '2026-03-01T12:00:00Z',
  recipient: { kind: 'user', id: 'brand-1' },
})

test('a report is its sections and never changes', () => {
  assert.ok(made.report instanceof Report)
  assert.equal(made.report.counts.followers, 2000)
  assert.throws(() => {
    made.report.counts = null
  }, TypeError)
  assert.ok(!inspect(made.report).includes('invented.person'))
})

test('what is written reads back to the same report', () => {
  const text = made.report.toJson()
  assert.equal(JSON.parse(text).generated_at, '2026-03-01T12:00:00Z')
  assert.deepEqual(Report.from(text), made.report)
  assert.deepEqual(Report.from({ ...made.report }), made.report)
  for (const broken of ['[', '{}', '{"version":99}']) {
    assert.throws(
      () => Report.from(broken),
      (error) => error instanceof RenownError && error.code === 'MALFORMED_ARGUMENTS',
    )
  }
})

test('its other forms: a table, a page, charts', () => {
  assert.ok(made.report.text({ width: 60 }).startsWith('@invented.person'))
  const page = made.report.toHtml()
  assert.ok(page.startsWith('<!doctype html>') && page.includes('Ivy &lt;b&gt;') && !page.includes('<script'))
  assert.deepEqual(made.report.charts, ['likes_over_time', 'peers'])
  assert.equal(made.report.chart('peers').$schema, 'https://vega.github.io/schema/vega-lite/v6.json')
  assert.equal(made.report.chart().vconcat.length, 2)
  assert.throws(() => made.report.chart('growth'), { code: 'NOTHING_TO_DRAW' })
})
