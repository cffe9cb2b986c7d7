// Bytes of a caller in memory that nobody else has, so that they can be read off the event loop without a race: the
// caller may write to its buffer, or transfer it away, while the work runs.
'use strict'

const { setImmediate: turn } = require('node:timers/promises')
const { RenownError } = require('./error.cjs')

/** Copied between two turns of the event loop: about a millisecond. */
const SLICE = 4 * 2 ** 20

/** A copy. */
async function copied(bytes, signal) {
  const length = bytes.byteLength
  const copy = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)
  for (let start = 0; start < length; start += SLICE) {
    if (start > 0) await turn()
    signal?.throwIfAborted()
    if (bytes.byteLength !== length)
      throw new RenownError('MALFORMED_TABLE', 'the buffer was taken away while it was read')
    copy.set(bytes.subarray(start, start + SLICE), start)
  }
  return copy
}

/** The very memory, taken away from the caller: its buffer is empty from here on. */
function transferred(bytes) {
  const { buffer, byteOffset, byteLength } = bytes
  try {
    return new Uint8Array(structuredClone(buffer, { transfer: [buffer] }), byteOffset, byteLength)
  } catch {
    throw new RenownError(
      'MALFORMED_OPTIONS',
      'transfer: the buffer is shared and cannot be taken; leave transfer out',
    )
  }
}

module.exports = { copied, transferred }
