// Options: an object, or left out; and what each call may have among them.
'use strict'

const { RenownError } = require('./error.cjs')

/** The options that were given. */
function given(options = {}) {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) {
    throw new RenownError('MALFORMED_OPTIONS', 'options are an object, as in { level: 0.9 }')
  }
  return options
}

/** The signal that a caller gives up by, where it is one. */
function checkSignal(signal) {
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new RenownError('MALFORMED_OPTIONS', 'signal: not an AbortSignal')
  }
}

module.exports = { checkSignal, given }
