// One error class; what went wrong is told by its code.
'use strict'

class RenownError extends Error {
  constructor(code, message) {
    super(message)
    this.code = code
  }
}
// As the errors of JavaScript have it: on the prototype, so that it does not show as a property of each error.
Object.defineProperty(RenownError.prototype, 'name', {
  value: 'RenownError',
  configurable: true,
  writable: true,
})

/** The error of the native half, `CODE\nmessage`, as a RenownError. */
function raised(error) {
  const found = /^([A-Z][A-Z0-9_]*)\n([\s\S]*)$/.exec(error?.message ?? '')
  return found === null ? error : new RenownError(found[1], found[2])
}

/** What a call of the native half gives; its errors as RenownErrors. */
function translated(call) {
  try {
    return call()
  } catch (error) {
    throw raised(error)
  }
}

module.exports = { RenownError, raised, translated }
