// Calls of functions over plain data, by name: at once, or off the event loop.
'use strict'

const native = require('../renown.node')
const { raised, translated } = require('./error.cjs')
const { decode, encode } = require('./json.cjs')
const { checkSignal, given, unlessAborted } = require('./options.cjs')
const { encodeSliced } = require('./sliced.cjs')

function call(name, asked) {
  const text = encode(asked)
  return decode(translated(() => native.call(name, text)))
}

/** An answer whose keys are words of another format: they are left as they are. */
function verbatim(name, asked) {
  const text = encode(asked)
  return JSON.parse(translated(() => native.call(name, text)))
}

async function callAsync(name, asked, options) {
  const { signal } = given(options)
  checkSignal(signal)
  signal?.throwIfAborted()
  const text = await encodeSliced(asked, signal)
  try {
    return decode(await unlessAborted(native.callAsync(name, text), signal))
  } catch (error) {
    throw raised(error)
  }
}

module.exports = { call, callAsync, verbatim }
