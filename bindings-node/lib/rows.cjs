// Arrays of objects as tables.
'use strict'

const native = require('../renown.node')
const { RenownError } = require('./error.cjs')
const { encode } = require('./json.cjs')
const { list, Pace } = require('./sliced.cjs')

/** Objects whose text is handed over at a time. */
const SLICE = 2048

/** A table of the native half; keys go from camelCase to snake_case. */
async function read(objects, signal) {
  const texts = new native.Rows()
  const pace = new Pace(signal)
  for (let start = 0; start < objects.length; start += SLICE) {
    const slice = objects.slice(start, start + SLICE)
    texts.push(await list(slice, pace, (object, at) => write(object, start + at)))
  }
  return texts.read()
}

function write(object, row) {
  try {
    return encode(object)
  } catch (error) {
    throw error instanceof RenownError ? new RenownError(error.code, `row ${row}: ${error.message}`) : error
  }
}

module.exports = { read }
