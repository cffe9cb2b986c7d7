'use strict'

const native = require('../renown.node')
const { RenownError } = require('./error.cjs')
const { Frame } = require('./frame.cjs')
const { Ledger } = require('./ledger.cjs')
const { Policy, PreparedQuestion } = require('./policy.cjs')
const { Report } = require('./report.cjs')

/** The codes of all errors. */
const CODES = Object.freeze(native.codes())

module.exports = {
  CODES,
  Frame,
  Ledger,
  Policy,
  PreparedQuestion,
  RenownError,
  Report,
  ...require('./audience.cjs'),
  ...require('./catalog.cjs'),
  ...require('./plain.cjs'),
  ...require('./tables.cjs').functions,
}
