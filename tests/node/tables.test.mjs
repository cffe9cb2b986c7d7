// Functions over tables: the vectors that Rust and Python read, and how calls behave in a program that does more.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import * as namespace from '../../bindings-node/lib/index.js'
import { arrow } from './arrow.mjs'
import { seeded } from './random.mjs'
import { camel, plain, read } from './vectors.mjs'

const native = createRequire(import.meta.url)('../../bindings-node/renown.node')
const { call } = createRequire(import.meta.url)('../../bindings-node/lib/tables.cjs')
const renown = { ...namespace }
const { Frame, RenownError, engagement } = renown

/** The first argument of functions that take no posts; other tables are options. */
const FIRST = {
  benchmark: 'figures',
  credibility: 'accounts',
  decide_batch: 'records',
  growth: 'readings',
  growth_spikes: 'readings',
  percentiles: 'figures',
  retention_sweep: 'records',
  score_accounts: 'accounts',
  tiers: 'profiles',
}

/** Calls the function of a vector as a user would. */
async function run(name, { tables, options }, form) {
  const given = {}
  for (const [argument, rows] of Object.entries(tables)) given[argument] = await form(rows)
  const argument = FIRST[name] ?? 'posts'
  // No signature lets a user leave out the first table: the errors of that are asked for by name.
  if (!(argument in given)) return call(name, given, options ?? {})
  const { [argument]: first, ...others } = given
  return renown[camel(name)](first, { ...options, ...others })
}

/** The forms in which a table may come. */
const FORMS = {
  objects: (rows) => rows,
  bytes: async (rows) => (await Frame.from(rows)).toIPC(),
  frame: (rows) => Frame.from(rows),
}

for (const { file, cases } of read('columnar')) {
  for (const [form, given] of Object.entries(FORMS)) {
    test(`columnar/${file} from ${form}: ${cases.length} vectors`, async (t) => {
      assert.ok(cases.length > 0)
      for (const [index, { given: input, when, then }] of cases.entries()) {
        await t.test(`${when.call} ${index}`, async () => {
          if ('error' in then) {
            await assert.rejects(
              async () => run(when.call, input, given),
              (error) => error instanceof RenownError && error.code === then.error,
            )
          } else {
            const frame = await run(when.call, input, given)
            assert.equal(plain(frame.toArray()), plain(then.rows))
            assert.equal(plain((await Frame.from(frame.toIPC())).toArray()), plain(then.rows))
          }
        })
      }
    })
  }
}

test('every function over tables is public', () => {
  for (const name of native.tableCallNames()) assert.equal(typeof renown[camel(name)], 'function', name)
})

/** Invented posts as a table of apache-arrow. */
function posts(rows, accounts = 100) {
  const random = seeded(7)
  const column = (bound) => arrow.makeVector(Int32Array.from({ length: rows }, () => random(bound)))
  const day = 86_400_000n
  const times = BigInt64Array.from({ length: rows }, (_, row) => 1_700_000_000_000n + BigInt(row % 700) * day)
  const type = new arrow.Timestamp(arrow.TimeUnit.MILLISECOND, 'UTC')
  return new arrow.Table({
    influencer_id: column(accounts),
    published_at: arrow.makeVector({ type, data: times, length: rows, nullCount: 0 }),
    likes: column(10_000),
    comments: column(500),
  })
}

function profiles(accounts = 100) {
  return Array.from({ length: accounts }, (_, id) => ({ influencerId: id, followers: 1000 + id }))
}

test('objects, bytes and tables of apache-arrow give the same figures to the bit', async () => {
  const table = posts(2000)
  const people = await Frame.from(profiles())
  const expected = (await engagement(table, { profiles: people })).toArray()
  assert.equal(expected.length, 100)
  const objects = (await Frame.from(table)).toArray()
  for (const form of [objects, arrow.tableToIPC(table, 'file'), await Frame.from(table)]) {
    const answer = (await engagement(form, { profiles: profiles() })).toArray()
    // Keys of 32 bits are numbers, those of objects have become 64 bits wide.
    assert.equal(plain(answer), plain(expected))
  }
})

test('figures that are asked for together are those that are asked for one by one', async () => {
  const table = await Frame.from(posts(3000))
  const people = await Frame.from(profiles())
  const requests = {
    engagement: { statistic: 'mean' },
    cadence: {},
    By_week: { call: 'likesOverTime', period: 'week' },
    all: { call: 'engagement', last: null },
  }
  const made = await renown.figures(table, { profiles: people, requests })
  assert.deepEqual(Object.keys(made).sort(), Object.keys(requests).sort())
  const bytes = (frame) => Buffer.from(frame.toIPC())
  const mean = await engagement(table, { profiles: people, statistic: 'mean' })
  assert.deepEqual(bytes(made.engagement), bytes(mean))
  assert.deepEqual(bytes(made.cadence), bytes(await renown.cadence(table)))
  assert.deepEqual(bytes(made.By_week), bytes(await renown.likesOverTime(table, { period: 'week' })))
  assert.deepEqual(bytes(made.all), bytes(await engagement(table, { profiles: people, last: null })))
  for (const wrong of [undefined, 7, { x: {} }, { engagement: 7 }, { engagement: { by: 'x' } }]) {
    const failing = renown.figures(table, { profiles: people, requests: wrong })
    await assert.rejects(failing, { code: 'MALFORMED_OPTIONS' })
  }
})

test('any number of threads gives the same bytes', async () => {
  const table = await Frame.from(posts(20_000))
  const people = await Frame.from(profiles())
  const expected = (await engagement(table, { profiles: people })).toIPC()
  for (const threads of [1, 2, 3, 5, 8, 1]) {
    assert.deepEqual((await engagement(table, { profiles: people, threads })).toIPC(), expected)
  }
})

test('threads that are no number of threads are refused', async () => {
  for (const threads of [0, -1, 1.5, Number.NaN, 10_000, '2']) {
    await assert.rejects(engagement([], { profiles: [], threads }), { code: 'MALFORMED_OPTIONS' })
  }
})

test('the event loop turns while a million rows are read and counted', async () => {
  const bytes = arrow.tableToIPC(posts(1_000_000, 20_000))
  const people = profiles(20_000)
  let turns = 0
  let done = false
  const answer = engagement(bytes, { profiles: people }).finally(() => {
    done = true
  })
  while (!done) {
    await turn()
    turns += 1
  }
  assert.equal((await answer).numRows, 20_000)
  // Copying and writing the input takes some turns of its own; the work itself leaves the loop free for many more.
  assert.ok(turns > 50, `only ${turns} turns`)
})

test('a signal that is aborted keeps a call from starting, and gives up one that runs', async () => {
  const people = profiles()
  const reason = new Error('no longer needed')
  await assert.rejects(engagement(posts(10), { profiles: people, signal: AbortSignal.abort(reason) }), reason)
  const table = await Frame.from(posts(200_000))
  const controller = new AbortController()
  const calls = Array.from({ length: 8 }, () =>
    engagement(table, { profiles: people, signal: controller.signal }),
  )
  setImmediate(() => controller.abort(reason))
  for (const { status, reason: why } of await Promise.allSettled(calls)) {
    if (status === 'rejected') assert.equal(why, reason)
  }
  assert.equal(
    (await engagement(table, { profiles: people, signal: new AbortController().signal })).numRows,
    100,
  )
  await assert.rejects(engagement(table, { profiles: people, signal: {} }), { code: 'MALFORMED_OPTIONS' })
})

test('a table of no rows gives one', async () => {
  const frame = await engagement(posts(0), { profiles: profiles(1) })
  assert.equal(frame.numRows, 0)
  assert.ok(frame.columns.includes('value'))
})

test('wrong tables and wrong options are refused by code', async () => {
  const good = { profiles: profiles() }
  const cases = [
    [7, good],
    ['posts.csv', good],
    [null, good],
    [undefined, good],
    [posts(3), { profiles: 7 }],
    [posts(3), { ...good, last: -1 }],
    [posts(3), { ...good, statistic: 'mode' }],
    [posts(3), { ...good, lastt: 3 }],
    [posts(3), { ...good, level: Number.NaN }],
    [posts(3), { ...good, since: 'yesterday' }],
    [posts(3), 7],
    [posts(3), null],
    [[{ influencerId: 'a', likes: -1, comments: 0, publishedAt: '2026-01-01T00:00:00Z' }], good],
    [[{ influencerId: 'a', likes: 1, comments: 0, publishedAt: new Date(Number.NaN) }], good],
    [[{ influencerId: 'a', likes: 1.5, comments: 0, publishedAt: '2026-01-01T00:00:00Z' }], good],
    [[{ influencerId: 'a', likes: 2 ** 53, comments: 0, publishedAt: '2026-01-01T00:00:00Z' }], good],
    [[{ influencerId: 'a', likes: 2n ** 64n, comments: 0, publishedAt: '2026-01-01T00:00:00Z' }], good],
    [[{ influencerId: 'a', likes: { n: 1 }, comments: 0 }], good],
    [['a'], good],
    [new arrow.Table({ influencer_id: arrow.vectorFromArray(['a']) }), good],
    [new Uint8Array(100), good],
  ]
  for (const [index, [table, options]] of cases.entries()) {
    await assert.rejects(
      async () => engagement(table, options),
      (error) => {
        assert.ok(error instanceof RenownError, `${index}: ${error?.stack}`)
        assert.ok(renown.CODES.includes(error.code), error.code)
        return true
      },
      `case ${index}`,
    )
  }
})

test('broken bytes through a public function never end the process', async () => {
  const random = seeded(11)
  const whole = arrow.tableToIPC(posts(300, 7))
  const people = profiles(7)
  for (let round = 0; round < 1500; round += 1) {
    const bytes = whole.slice(0, round % 3 === 0 ? random(whole.length) : whole.length)
    for (let flips = random(4); flips > 0 && bytes.length > 0; flips -= 1) {
      bytes[random(Math.min(bytes.length, round % 2 === 0 ? 1200 : bytes.length))] ^= 1 << random(8)
    }
    await engagement(bytes, { profiles: people }).catch((error) => {
      assert.ok(error instanceof RenownError, String(error?.stack))
      assert.notEqual(error.code, 'DEFECT')
    })
  }
})

test('counts beyond 2^53 are exact in a table', async () => {
  const rows = [
    { influencerId: 2n ** 53n + 1n, likes: 2n ** 53n + 1n, comments: 0, publishedAt: new Date(0), reach: 1 },
    { influencerId: 2n ** 53n + 2n, likes: 1, comments: 0, publishedAt: new Date(0), reach: 1 },
  ]
  const ids = (await engagement(rows, { basis: 'reach' })).toArray().map(({ influencerId }) => influencerId)
  assert.deepEqual(ids, [2n ** 53n + 1n, 2n ** 53n + 2n])
  assert.equal((await Frame.from(rows)).toArray()[0].likes, 2n ** 53n + 1n)
})

test('names of columns are taken in both spellings', async () => {
  const at = { publishedAt: new Date(0), comments: 1 }
  const objects = [{ ...at, creatorName: 'a', likeCount: 3, followersAtPost: 100 }]
  const options = { by: 'creatorName', columns: { likes: 'likeCount' } }
  const [row] = (await engagement(objects, options)).toArray()
  assert.equal(row.creatorName, 'a')
  assert.equal(row.value, 0.04)
  const bytes = (await Frame.from(objects)).toIPC()
  const [same] = (await engagement(bytes, { by: 'creator_name', columns: { likes: 'like_count' } })).toArray()
  assert.deepEqual(same, row)
})

test('workers call at the same time, and may end in the midst of a call', async () => {
  const bytes = arrow.tableToIPC(posts(5000))
  const work = (ending) => `
    const { parentPort, workerData } = require('node:worker_threads')
    const { engagement } = require(workerData.package)
    const calls = [1, 2, 3].map(() => engagement(workerData.bytes, { profiles: workerData.profiles, threads: 2 }))
    ${ending}
  `
  const answer =
    'Promise.all(calls).then((frames) => parentPort.postMessage(frames.map((frame) => frame.toIPC())))'
  const start = (ending) =>
    new Worker(work(ending), {
      eval: true,
      workerData: {
        bytes,
        profiles: profiles(),
        package: new URL('../../bindings-node/lib/index.cjs', import.meta.url).pathname,
      },
    })
  const expected = (await engagement(bytes, { profiles: profiles() })).toIPC()
  const answers = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise((resolve, reject) => {
          start(answer).once('message', resolve).once('error', reject)
        }),
    ),
  )
  for (const one of answers.flat()) assert.deepEqual(Buffer.from(one), Buffer.from(expected))
  const codes = await Promise.all(
    [1, 2, 3].map(() => new Promise((resolve) => start('process.exit(3)').once('exit', resolve))),
  )
  assert.deepEqual(codes, [3, 3, 3])
})
