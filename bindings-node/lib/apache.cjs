// Tables of apache-arrow, of which a program may have several copies: its modules for `import` and for `require` are
// two, and each writes only tables of its own.
'use strict'

const { createRequire } = require('node:module')
const { join } = require('node:path')
const { RenownError } = require('./error.cjs')

const NAME = 'apache-arrow'

/** Where the copies are, the likeliest first. */
const COPIES = [
  () => import(NAME),
  () => require(NAME),
  () => createRequire(join(process.cwd(), 'package.json'))(NAME),
]

/** Whether a value looks like a table of apache-arrow. */
function isTable(value) {
  return (
    Array.isArray(value?.batches) && Array.isArray(value.schema?.fields) && typeof value.numRows === 'number'
  )
}

/** The table as Arrow IPC bytes. */
async function write(table) {
  for (const load of COPIES) {
    const copy = await Promise.resolve()
      .then(load)
      .catch(() => undefined)
    // `instanceof` takes tables of any copy, but the bytes of a copy that is not theirs are broken.
    if (copy !== undefined && Object.prototype.isPrototypeOf.call(copy.Table.prototype, table))
      return copy.tableToIPC(table, 'stream')
  }
  const message = 'the table is of a copy of apache-arrow that is not to be found; give tableToIPC(table)'
  throw new RenownError('MALFORMED_TABLE', message)
}

module.exports = { isTable, write }
