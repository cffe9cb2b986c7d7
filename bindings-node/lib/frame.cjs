// A table that lives outside of JavaScript's memory: what every function over tables takes and gives.
'use strict'

const native = require('../renown.node')
const apache = require('./apache.cjs')
const { RenownError, raised, translated } = require('./error.cjs')
const { camel } = require('./json.cjs')
const { checkSignal, given } = require('./options.cjs')
const { copied, transferred } = require('./owned.cjs')
const rows = require('./rows.cjs')

/** Rows that are brought to JavaScript at a time. */
const CHUNK = 1024

/** Whoever has this may make frames. */
const KEY = Symbol('frame')

/** The native half of a frame. */
let nativeOf

class Frame {
  #native
  #columns

  constructor(key, table) {
    if (key !== KEY) throw new RenownError('MALFORMED_ARGUMENTS', 'a Frame is made by Frame.from(data)')
    this.#native = table
    this.#columns = table.columns
  }

  static async from(data, options) {
    const { signal, transfer = false } = given(options)
    checkSignal(signal)
    if (data instanceof Frame) return data
    signal?.throwIfAborted()
    try {
      if (Array.isArray(data)) return new Frame(KEY, await rows.read(data, signal))
      const own = await bytesOf(data, transfer, signal)
      return new Frame(KEY, await native.readIpc(own))
    } catch (error) {
      throw raised(error)
    }
  }

  static {
    nativeOf = (frame) => frame.#native
  }

  get numRows() {
    return this.#native.numRows
  }

  get columns() {
    return this.#columns.map(camel)
  }

  toIPC() {
    return translated(() => this.#native.toIpc())
  }

  toArray() {
    return [...this]
  }

  *[Symbol.iterator]() {
    const names = this.columns
    const length = this.numRows
    for (let start = 0; start < length; start += CHUNK) {
      const count = Math.min(CHUNK, length - start)
      const columns = names.map((_, index) => translated(() => this.#native.cells(index, start, count)))
      const readers = columns.map(reader)
      for (let row = 0; row < count; row += 1) {
        const object = {}
        for (let column = 0; column < names.length; column += 1) object[names[column]] = readers[column](row)
        yield object
      }
    }
  }

  get [Symbol.toStringTag]() {
    return 'Frame'
  }

  /** Shows the columns and how many rows there are, not what they hold: it may be about persons. */
  [Symbol.for('nodejs.util.inspect.custom')]() {
    return `Frame { numRows: ${this.numRows}, columns: [${this.columns.join(', ')}] }`
  }
}

/** How the value of a row is read from the cells of a column. */
function reader({ kind, values, missing, lists }) {
  const present = {
    boolean: (row) => values[row] === 1,
    date: (row) => new Date(values[row]),
    string: (row) => values[row] ?? null,
  }[kind]
  const read = unlessMissing(missing, present ?? ((row) => values[row]))
  if (lists === undefined || lists === null) return read
  const { offsets } = lists
  const list = (row) =>
    Array.from({ length: offsets[row + 1] - offsets[row] }, (_, at) => read(offsets[row] + at))
  return unlessMissing(lists.missing, list)
}

function unlessMissing(missing, read) {
  return missing === undefined || missing === null ? read : (row) => (missing[row] === 1 ? null : read(row))
}

async function bytesOf(data, transfer, signal) {
  let bytes = data
  if (apache.isTable(data)) return apache.write(data)
  if (data instanceof ArrayBuffer || data instanceof SharedArrayBuffer) bytes = new Uint8Array(data)
  if (!(bytes instanceof Uint8Array)) {
    const message = 'a table is an array of objects, Arrow IPC bytes, a Table of apache-arrow or a Frame'
    throw new RenownError('MALFORMED_TABLE', message)
  }
  return transfer ? transferred(bytes) : copied(bytes, signal)
}

module.exports = { Frame, frame: (table) => new Frame(KEY, table), nativeOf }
