// JSON of data of any size, written a few milliseconds at a time, between which the event loop has its turn.
'use strict'

const { setImmediate: turn } = require('node:timers/promises')
const { encode, encodeMember } = require('./json.cjs')

/** Milliseconds that are written at a time. */
const BUDGET = 2

/** So many entries are written before the clock is read. */
const STEP = 16

/** Says when the event loop is to have its turn, and gives up with the signal. */
class Pace {
  #signal
  #since = performance.now()

  constructor(signal) {
    this.#signal = signal
  }

  get isOver() {
    return performance.now() - this.#since >= BUDGET
  }

  async rest() {
    await turn()
    this.#signal?.throwIfAborted()
    this.#since = performance.now()
  }
}

/** What `encode` writes: a list entry by entry, an object with each of its own lists entry by entry. */
async function encodeSliced(value, signal) {
  const pace = new Pace(signal)
  if (Array.isArray(value)) return list(value, pace)
  const isPlain = value !== null && typeof value === 'object' && !ArrayBuffer.isView(value)
  const lists = isPlain
    ? Object.values(value).some((entry) => Array.isArray(entry) && entry.length > STEP)
    : false
  if (!lists) return encode(value)
  const members = []
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue
    const text = Array.isArray(entry) ? await list(entry, pace) : undefined
    members.push(encodeMember(key, entry, text))
    if (pace.isOver) await pace.rest()
  }
  return `{${members.join(',')}}`
}

async function list(entries, pace, write = (entry) => encode(entry, 1)) {
  const texts = []
  for (let at = 0; at < entries.length; at += 1) {
    texts.push(write(entries[at], at))
    if (at % STEP === STEP - 1 && pace.isOver) await pace.rest()
  }
  return `[${texts.join(',')}]`
}

module.exports = { encodeSliced, list, Pace }
