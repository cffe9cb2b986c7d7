// Frames: what goes in comes out, whatever the bytes are and whatever the caller does to them meanwhile.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Frame, RenownError } from '../../bindings-node/lib/index.js'
import { arrow, required } from './arrow.mjs'
import { seeded } from './random.mjs'

const load = (name) => new Uint8Array(readFileSync(new URL(`data/${name}`, import.meta.url)))

function table(module = arrow) {
  const { vectorFromArray, Table, Int8, Int64, Uint64, Uint32, Float32, Bool, Dictionary, Utf8, Int32 } =
    module
  return new Table({
    influencer_id: vectorFromArray(['i1', null, 'i1'], new Dictionary(new Utf8(), new Int32())),
    small: vectorFromArray([1, -2, null], new Int8()),
    unsigned: vectorFromArray([1, 2 ** 32 - 1, 0], new Uint32()),
    count: vectorFromArray([-(2n ** 63n), null, 2n ** 63n - 1n], new Int64()),
    most: vectorFromArray([0n, 2n ** 64n - 1n, null], new Uint64()),
    rate: vectorFromArray([0.5, null, -0.25], new Float32()),
    pinned: vectorFromArray([true, null, false], new Bool()),
    published_at: vectorFromArray(
      [new Date(0), null, new Date(1_767_225_600_000)],
      new module.TimestampMillisecond(),
    ),
    day: vectorFromArray([new Date(0), null, new Date(86_400_000)], new module.DateDay()),
  })
}

const expected = [
  {
    influencerId: 'i1',
    small: 1,
    unsigned: 1,
    count: -(2n ** 63n),
    most: 0n,
    rate: 0.5,
    pinned: true,
    publishedAt: new Date(0),
    day: '1970-01-01',
  },
  {
    influencerId: null,
    small: -2,
    unsigned: 2 ** 32 - 1,
    count: null,
    most: 2n ** 64n - 1n,
    rate: null,
    pinned: null,
    publishedAt: null,
    day: null,
  },
  {
    influencerId: 'i1',
    small: null,
    unsigned: 0,
    count: 2n ** 63n - 1n,
    most: null,
    rate: -0.25,
    pinned: false,
    publishedAt: new Date(1_767_225_600_000),
    day: '1970-01-02',
  },
]

test('stream, file and table of apache-arrow, of either module, come out as the same objects', async () => {
  assert.notEqual(required.Table, arrow.Table)
  const inputs = [
    table(),
    table(required),
    arrow.tableToIPC(table(), 'stream'),
    arrow.tableToIPC(table(), 'file'),
  ]
  for (const input of [...inputs, Buffer.from(inputs[2]), inputs[2].slice().buffer]) {
    const frame = await Frame.from(input)
    assert.equal(frame.numRows, 3)
    assert.deepEqual(frame.columns, Object.keys(expected[0]))
    assert.deepEqual(frame.toArray(), expected)
    assert.deepEqual([...frame], expected)
  }
})

test('what a frame writes is read by apache-arrow and by another frame', async () => {
  const bytes = (await Frame.from(table())).toIPC()
  const back = arrow.tableFromIPC(bytes)
  assert.equal(back.numRows, 3)
  assert.equal(back.getChild('most').get(1), 2n ** 64n - 1n)
  assert.deepEqual((await Frame.from(bytes)).toArray(), expected)
})

test('a frame of a frame is the same frame', async () => {
  const frame = await Frame.from(table())
  assert.equal(await Frame.from(frame), frame)
})

test('rows are brought over in pieces without a seam, over batches of any size', async () => {
  const lengths = [0, 1, 1023, 1, 0, 1025, 2048]
  let row = 0
  const pieces = lengths.map((length) => arrow.makeVector(Float64Array.from({ length }, () => row++)))
  const rows = pieces[0].concat(...pieces.slice(1))
  const frame = await Frame.from(arrow.tableToIPC(new arrow.Table({ row: rows }), 'stream'))
  assert.equal(frame.numRows, row)
  assert.deepEqual(
    frame.toArray().map((object) => object.row),
    Array.from({ length: row }, (_, index) => index),
  )
})

test('a table of no rows stays one', async () => {
  const frame = await Frame.from(arrow.tableToIPC(table().slice(0, 0), 'stream'))
  assert.equal(frame.numRows, 0)
  assert.deepEqual(frame.columns, Object.keys(expected[0]))
  assert.deepEqual(frame.toArray(), [])
  assert.equal((await Frame.from(frame.toIPC())).numRows, 0)
})

test('compressed files and streams are read', async () => {
  for (const name of ['lz4.arrow', 'zstd.arrows']) {
    const frame = await Frame.from(load(name))
    assert.equal(frame.numRows, 200)
    assert.deepEqual(frame.toArray()[8], {
      influencerId: 'i3',
      likes: 24n,
      comments: 8,
      publishedAt: new Date(1_700_000_000_000 + 8 * 86_400_000),
      caption: 'caption 2',
    })
  }
})

test('a frame shows its columns and not its rows', async () => {
  const secret = new arrow.Table({ influencer_id: arrow.vectorFromArray(['secret']) })
  assert.equal(inspect(await Frame.from(secret)), 'Frame { numRows: 1, columns: [influencerId] }')
})

test('a caller that writes to its buffer afterwards changes nothing', async () => {
  const bytes = arrow.tableToIPC(table(), 'stream')
  const frame = Frame.from(bytes)
  bytes.fill(0xff)
  assert.deepEqual((await frame).toArray(), expected)
})

test('a buffer that is taken away while it is read is an error', async () => {
  const values = new Float64Array(2 ** 20)
  const bytes = arrow.tableToIPC(new arrow.Table({ values: arrow.makeVector(values) }), 'stream').slice()
  const frame = Frame.from(bytes)
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
  await assert.rejects(frame, { code: 'MALFORMED_TABLE' })
})

test('a buffer can be given away instead of copied, unless it is shared', async () => {
  const bytes = arrow.tableToIPC(table(), 'stream').slice()
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  assert.deepEqual((await Frame.from(bytes, { transfer: true })).toArray(), expected)
  assert.equal(bytes.byteLength, 0)
  assert.deepEqual((await Frame.from(shared)).toArray(), expected)
  await assert.rejects(Frame.from(shared, { transfer: true }), { code: 'MALFORMED_OPTIONS' })
})

const posts = [
  { comments: 3n, influencerId: 'i1', likes: 12n, pinned: true, rate: 0.5 },
  { comments: 2n ** 53n + 1n, influencerId: 'i2', likes: null, pinned: false, rate: -0.25 },
  { comments: 1n, influencerId: 'i1', likes: 0n, pinned: null, rate: null },
]

test('objects come out as they went in, numbers that are whole as BigInts', async () => {
  assert.deepEqual((await Frame.from(posts)).toArray(), posts)
  assert.deepEqual((await Frame.from([{ likes: 3 }, { likes: undefined }, {}])).toArray(), [
    { likes: 3n },
    { likes: null },
    { likes: null },
  ])
})

test('a row that is none is named', async () => {
  for (const rows of [
    [posts[0], 7],
    [posts[0], null],
    [posts[0], 'a'],
  ]) {
    await assert.rejects(Frame.from(rows), { code: 'MALFORMED_ROWS', message: /row 1/ })
  }
  await assert.rejects(Frame.from([posts[0], { rate: Number.NaN }]), { code: 'NOT_FINITE', message: /row 1/ })
})

test('what is no table is refused by code', async () => {
  const wrong = [
    undefined,
    null,
    7,
    'posts.arrow',
    {},
    new Uint8Array(),
    new Uint8Array(64),
    new Float64Array(3),
    new Map(),
  ]
  for (const input of wrong) await assert.rejects(Frame.from(input), { code: 'MALFORMED_TABLE' })
})

test('lists come out as arrays, from any row on', async () => {
  const rows = Array.from({ length: 1500 }, (_, row) => ({
    tags:
      row % 5 === 0
        ? null
        : Array.from({ length: row % 4 }, (_, item) => (item === 2 ? null : `${row}-${item}`)),
  }))
  assert.deepEqual((await Frame.from(rows)).toArray(), rows)
})

test('a column that JavaScript has no form for is refused by name when it is read, and passed on in bytes', async () => {
  const struct = new arrow.Struct([new arrow.Field('count', new arrow.Int32())])
  const records = new arrow.Table({ records: arrow.vectorFromArray([{ count: 1 }, { count: 2 }], struct) })
  const frame = await Frame.from(records)
  assert.throws(() => frame.toArray(), { code: 'UNSUPPORTED_COLUMN', message: /"records"/ })
  assert.equal(arrow.tableFromIPC(frame.toIPC()).numRows, 2)
})

/** Reads bytes that may be broken: either way, an answer or an error of ours. */
async function survive(bytes) {
  try {
    const frame = await Frame.from(bytes)
    frame.toArray()
    frame.toIPC()
  } catch (error) {
    assert.ok(error instanceof RenownError, String(error?.stack))
    assert.ok(['MALFORMED_TABLE', 'UNSUPPORTED_COLUMN'].includes(error.code), error.code)
    return error
  }
  return undefined
}

test('bytes that end anywhere never end the process', async () => {
  const streams = [
    arrow.tableToIPC(table(), 'stream'),
    arrow.tableToIPC(table(), 'file'),
    load('lz4.arrow'),
    load('zstd.arrows'),
  ]
  for (const bytes of streams) {
    for (let length = 0; length < bytes.length; length += 7) await survive(bytes.subarray(0, length))
  }
})

test('bytes with any bits wrong never end the process', async () => {
  const random = seeded(20_260_101)
  const sources = [
    arrow.tableToIPC(table(), 'stream'),
    arrow.tableToIPC(table(), 'file'),
    load('lz4.arrow'),
    load('zstd.arrows'),
  ]
  let refused = 0
  for (let round = 0; round < 4000; round += 1) {
    const bytes = sources[round % sources.length].slice()
    for (let flips = 1 + random(3); flips > 0; flips -= 1) bytes[random(bytes.length)] ^= 1 << random(8)
    if ((await survive(bytes)) !== undefined) refused += 1
  }
  assert.ok(refused > 100, `only ${refused} of 4000 were noticed`)
})

test('a compressed buffer that says that it is longer than memory is refused', async () => {
  const bytes = load('zstd.arrows')
  const view = new DataView(bytes.buffer)
  let changed = 0
  for (let at = 0; at + 12 <= bytes.length; at += 8) {
    // A length, and then the magic number of a zstd frame.
    if (view.getUint32(at + 8, true) === 0xfd2fb528) {
      view.setBigInt64(at, 2n ** 62n, true)
      changed += 1
    }
  }
  assert.ok(changed > 0)
  await assert.rejects(Frame.from(bytes), { code: 'MALFORMED_TABLE', message: /longer than memory/ })
})
