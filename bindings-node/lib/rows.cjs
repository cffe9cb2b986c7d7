// Arrays of objects as tables.
'use strict'

const { setImmediate: turn } = require('node:timers/promises')
const native = require('../renown.node')
const { RenownError } = require('./error.cjs')
const { encode } = require('./json.cjs')

/** Objects that are written between two turns of the event loop: a few milliseconds. */
const SLICE = 2048

/** A table of the native half; keys go from camelCase to snake_case. */
async function read(objects, signal) {
  const texts = new native.Rows()
  for (let start = 0; start < objects.length; start += SLICE) {
    if (start > 0) await turn()
    signal?.throwIfAborted()
    const slice = objects.slice(start, start + SLICE)
    texts.push(`[${slice.map((object, row) => write(object, start + row)).join(',')}]`)
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
