// One error class; what went wrong is told by its code.
'use strict'

class RenownError extends Error {
  constructor(code, message) {
    super(message)
    this.name = 'RenownError'
    this.code = code
  }
}

/** The error of the native half, `CODE\nmessage`, as a RenownError. */
function raised(error) {
  const found = /^([A-Z][A-Z0-9_]*)\n([\s\S]*)$/.exec(error?.message ?? '')
  return found === null ? error : new RenownError(found[1], found[2])
}

module.exports = { RenownError, raised }
