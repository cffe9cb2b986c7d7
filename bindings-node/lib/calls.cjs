// Calls of functions over plain data, by name: at once, or off the event loop.
'use strict'

const native = require('../renown.node')
const { raised, translated } = require('./error.cjs')
const { decode, encode } = require('./json.cjs')
const { encodeSliced } = require('./sliced.cjs')

function call(name, given) {
  const text = encode(given)
  return decode(translated(() => native.call(name, text)))
}

/** An answer whose keys are words of another format: they are left as they are. */
function verbatim(name, given) {
  const text = encode(given)
  return JSON.parse(translated(() => native.call(name, text)))
}

async function callAsync(name, given) {
  const text = await encodeSliced(given)
  try {
    return decode(await native.callAsync(name, text))
  } catch (error) {
    throw raised(error)
  }
}

module.exports = { call, callAsync, verbatim }
