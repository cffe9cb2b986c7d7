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

/** What a promise gives; the reason of the signal as soon as it is aborted. What runs then goes on unheard. */
async function unlessAborted(promise, signal) {
  if (signal === undefined) return promise
  let abort
  const aborted = new Promise((_, reject) => {
    abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

module.exports = { checkSignal, given, unlessAborted }
