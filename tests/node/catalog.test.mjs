// Catalogs: what a backend does with one, and what stands in the way.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect, promisify } from 'node:util'
import { Catalog, Ledger, report, SearchPermit } from '../../bindings-node/lib/index.js'
import { encode } from '../../bindings-node/lib/json.cjs'
import { encodeSliced } from '../../bindings-node/lib/sliced.cjs'

const now = '2026-03-01T12:00:00Z'
const permit = new SearchPermit({ recipient: { kind: 'user', id: 'brand-1' }, now })
const options = { permit, now }
const rows = [
  { id: 'i1', country: 'DE', figures: { followers: 2000 }, audience: { ageBand: { '18-24': 0.4 } } },
  { id: 'i2', country: 'FR', figures: { followers: 9000 }, topics: { FOOD: 1 } },
  { id: 'i3' },
]
const ids = async (catalog, query = {}) => (await catalog.search(query, options)).matches.map(({ id }) => id)

test('a search tells the influencers that fit, page by page', async () => {
  const catalog = await Catalog.fromRows(rows)
  assert.equal(catalog.size, 3)
  const query = { sort: [{ by: 'followers' }], limit: 2, fields: ['followers'] }
  const found = await catalog.search(query, options)
  assert.deepEqual(found.matches, [
    { id: 'i2', followers: 9000 },
    { id: 'i1', followers: 2000 },
  ])
  assert.equal(found.total, 3)
  assert.equal(found.metered.units, 2)
  assert.deepEqual(await ids(catalog, { ...query, cursor: found.cursor }), ['i3'])
  const young = { filters: [{ audience: { ageBand: '18-24', atLeast: 0.3 } }] }
  assert.deepEqual(await ids(catalog, young), ['i1'])
  assert.deepEqual(await catalog.explain(young, options), [{ path: 'filters[0]', alone: 1, excluded: 2 }])
  const facets = await catalog.facets({}, [{ field: 'country' }], options)
  assert.deepEqual(facets, [{ field: 'country', cells: [], suppressed: 2 }])
})

test('changes hold from the next search on', async () => {
  const catalog = await Catalog.fromRows(rows)
  await catalog.add([{ id: 'i4' }])
  await catalog.update([{ id: 'i3', country: 'AT' }])
  assert.equal(await catalog.remove('i1'), true)
  assert.equal(await catalog.remove('i1'), false)
  await catalog.restrict('i2', 'objected')
  assert.deepEqual(await ids(catalog), ['i3', 'i4'])
  await catalog.lift('i2', 'objected')
  await catalog.keepFrom('i4', 'brand-1')
  await catalog.erase('i3')
  assert.deepEqual(await ids(catalog), ['i2'])
  await assert.rejects(catalog.add([{ id: 'i3' }]), { code: 'ERASED_SUBJECT' })
})

test('a catalog in a file, mapped', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'renown-'))
  const place = join(folder, 'influencers.catalog')
  try {
    const catalog = await Catalog.fromRows(rows)
    await catalog.restrict('i2', 'minor')
    await catalog.save(place)
    const open = await Catalog.open(place)
    assert.deepEqual(await ids(open), ['i1', 'i3'])
    await open.erase('i1')
    await open.lift('i2', 'minor')
    assert.deepEqual(await ids(open), ['i2', 'i3'])
    assert.equal((await Catalog.open(place, { verify: false })).size, 3)
    await open.save(place)
    assert.deepEqual(await ids(open), ['i2', 'i3'])
    assert.equal((await Catalog.open(place)).size, 2)
    assert.deepEqual(await readdir(folder), ['influencers.catalog'])
    await writeFile(place, (await open.toBytes()).subarray(0, 90))
    await assert.rejects(Catalog.open(place), { code: 'DAMAGED_CATALOG' })
    await assert.rejects(Catalog.open(join(folder, 'nowhere')), { code: 'CATALOG_UNAVAILABLE' })
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a catalog of a table, and its bytes', async () => {
  const table = [
    { id: 7, country: 'DE', er: 0.02, 'audience.country.DE': 0.4 },
    { id: 8, country: null, er: 0.03, 'audience.country.DE': null },
  ]
  const catalog = await Catalog.fromArrow(table, { columns: { engagementRate: 'er' } })
  const bytes = await catalog.toBytes()
  const read = await Catalog.fromBytes(bytes)
  const query = { filters: [{ engagementRate: { atLeast: 0.025 } }] }
  assert.deepEqual(await ids(read, query), ['8'])
  bytes[40] ^= 1
  await assert.rejects(Catalog.fromBytes(bytes), { code: 'DAMAGED_CATALOG' })
})

test('no search without a permit that holds', async () => {
  const catalog = await Catalog.fromRows(rows)
  await assert.rejects(catalog.search({}, { now }), { code: 'NOT_PERMITTED' })
  const late = { permit, now: new Date('2026-03-01T13:00:00Z') }
  await assert.rejects(catalog.search({}, late), { code: 'PERMIT_EXPIRED' })
  assert.throws(() => new SearchPermit({ recipient: { kind: 'public', id: 'a' }, now }), {
    code: 'NOT_PERMITTED',
  })
  assert.equal(permit.covers('user.registration'), false)
})

test('an error of a query names its path', async () => {
  const catalog = await Catalog.fromRows(rows)
  const query = { filters: [{ audience: { country: 'XX', atLeast: 0.2 } }] }
  await assert.rejects(catalog.search(query, options), {
    code: 'BAD_QUERY',
    message: 'filters[0].audience.country: "XX" is not an ISO 3166 code; did you mean "XK"?',
  })
})

test('the event loop turns while a catalog is searched', async () => {
  const many = Array.from({ length: 20_000 }, (_, n) => ({ id: `i${n}`, bio: `wort${n} und mehr` }))
  const catalog = await Catalog.fromRows(many)
  let turns = 0
  const turning = setInterval(() => (turns += 1), 0)
  const searches = Array.from({ length: 30 }, () =>
    catalog.search({ filters: [{ text: { fuzzy: 'wort1999', edits: 2 } }] }, options),
  )
  const found = await Promise.all(searches)
  clearInterval(turning)
  assert.ok(found.every(({ total }) => total > 0))
  assert.ok(turns > 0)
})

test('a catalog shows nothing of anybody', async () => {
  assert.equal(inspect(await Catalog.fromRows(rows)), 'Catalog { size: 3 }')
})

test('data of any size is written between turns of the event loop, to the same text', async () => {
  const many = Array.from({ length: 20_000 }, (_, i) => ({
    id: `i${i}`,
    country: ['DE', 'FR', undefined][i % 3],
    figures: { followers: 1000 + i },
    topics: { FOOD: 1, cityLife: 2 },
    audience: { ageBand: { '18-24': 0.4 } },
  }))
  let turns = 0
  let isOver = false
  const turning = () => {
    turns += 1
    if (!isOver) setImmediate(turning)
  }
  setImmediate(turning)
  const text = await encodeSliced(many)
  isOver = true
  assert.ok(turns > 3, `${turns} turns`)
  assert.equal(text, encode(many))
  const shapes = [
    { rows: many.slice(0, 40), topics: { cityLife: 1 }, n: 2n ** 60n },
    [[]],
    {},
    null,
    'text',
    new Date(0),
  ]
  for (const shape of shapes) assert.equal(await encodeSliced(shape), encode(shape))
  const nested = { rows: Array.from({ length: 40 }, () => ({ deep: [[{ theirName: 1 }]] })), gone: undefined }
  assert.equal(await encodeSliced(nested), encode(nested))
  await assert.rejects(encodeSliced(many, AbortSignal.abort()), { name: 'AbortError' })
  await assert.rejects(encodeSliced([Number.NaN]), { code: 'NOT_FINITE' })
})

test('a search and a report are given up with the reason of the signal', async () => {
  const catalog = await Catalog.fromRows(rows)
  const person = { id: 'i1', platform: 'instagram', handle: 'invented' }
  const input = { profile: person, posts: [], generatedAt: now, recipient: { kind: 'user', id: 'b' } }
  const ways = [(signal) => catalog.search({}, { ...options, signal }), (signal) => report(input, { signal })]
  for (const way of ways) {
    const reason = new Error('no longer wanted')
    await assert.rejects(way(AbortSignal.abort(reason)), reason)
    const controller = new AbortController()
    const asked = way(controller.signal)
    controller.abort(reason)
    await assert.rejects(asked, reason)
    await assert.doesNotReject(way(new AbortController().signal))
    await assert.rejects(way('soon'), { code: 'MALFORMED_OPTIONS' })
  }
})

const WRITER = `
import { Ledger } from ${JSON.stringify(new URL('../../bindings-node/lib/index.js', import.meta.url).href)}
const [path, key, events] = process.argv.slice(1)
const ledger = await Ledger.open(path, { key: Buffer.from(key, 'hex') })
await ledger.record(JSON.parse(events))
await ledger.close()
`

test('a catalog follows what another process writes to the ledger', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'renown-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'renown.db')
  const key = Ledger.newKey()
  const ledger = await Ledger.open(path, { key })
  const catalog = await Catalog.fromRows(rows)
  await assert.rejects(catalog.search({}, { ...options, id: 's' }), { code: 'MALFORMED_FIELD' })
  await assert.rejects(catalog.follow(ledger, { store: 'catalog' }), { code: 'MALFORMED_ARGUMENTS' })
  await assert.rejects(catalog.follow({}), { code: 'MALFORMED_ARGUMENTS' })
  await catalog.follow(ledger, { store: 'catalog', key: Ledger.newKey() })
  await assert.rejects(catalog.search({}, options), { code: 'MALFORMED_FIELD' })

  const found = async (id) => (await catalog.search({}, { ...options, id })).matches.map((one) => one.id)
  assert.deepEqual(await found('s1'), ['i1', 'i2', 'i3'])
  const what = { kind: 'objection_made', purpose: 'influencer_search' }
  const events = JSON.stringify([{ id: 'mail-1', subject: 'i1', at: now, what }])
  const words = ['--input-type=module', '-e', WRITER, path, Buffer.from(key).toString('hex'), events]
  await promisify(execFile)(process.execPath, words)
  assert.deepEqual(await found('s2'), ['i2', 'i3'])
  // The same search under the same id is counted once, though it finds fewer by now.
  assert.deepEqual(await found('s1'), ['i2', 'i3'])

  await ledger.planErasure({ id: 'e1', subject: 'i2', decision: 'd1' }, { now })
  assert.deepEqual((await ledger.erase('e1', { subject: 'i2', now })).missing, ['catalog'])
  await catalog.refresh({ now })
  assert.equal((await ledger.erasure('e1')).state, 'complete')
  assert.equal(catalog.size, 2)
  const usage = await ledger.usage('brand-1', { first: '2026-03-01', end: '2026-03-02' })
  assert.deepEqual(Object.fromEntries(usage.map(({ kind, units }) => [kind, Number(units)])), {
    search: 2,
    search_result: 5,
  })
  await ledger.close()
  await assert.rejects(catalog.search({}, { ...options, id: 's3' }), { code: 'LEDGER_CLOSED' })
})
