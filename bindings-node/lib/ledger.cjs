// The ledger: every method gives a promise, and the work is done off the event loop.
'use strict'

const native = require('../renown.node')
const { raised, RenownError, translated } = require('./error.cjs')
const { decode, encode } = require('./json.cjs')
const { given } = require('./options.cjs')
const { encodeSliced } = require('./sliced.cjs')

/** Held while a ledger is made, so that only `Ledger.open` makes one. */
const OPENED = Symbol('opened')

/** Units as the native half takes them. */
const whole = (Typed, all, name) => {
  if (all instanceof Typed) return all
  try {
    return Typed.from(all, Typed === BigUint64Array ? positive : index)
  } catch {
    throw new RenownError('MALFORMED_ARGUMENTS', `${name}: give whole numbers from 0`)
  }
}
const positive = (one) => {
  const units = BigInt(one)
  if (units < 0n || units >= 1n << 64n) throw new RangeError('units')
  return units
}
const index = (one) => {
  if (!Number.isInteger(one) || one < 0 || one > 0xffffffff) throw new RangeError('number')
  return one
}

/** Counts in memory until it is flushed. */
class UsageCounter {
  #native
  #flush

  constructor(by, made, flush) {
    if (by !== OPENED) throw new TypeError('a counter is made by ledger.counter()')
    this.#native = made
    this.#flush = flush
  }

  numbers(of) {
    return translated(() => this.#native.numbers(encode({ of })))
  }

  add(numbers, units) {
    const given = [whole(Uint32Array, numbers, 'numbers'), whole(BigUint64Array, units, 'units')]
    translated(() => this.#native.add(...given))
  }

  flush = (options) => this.#flush(this.#native, options)
}

/** The native half of a ledger. */
let nativeLedger

const named = (key) => {
  const keys = key instanceof Uint8Array ? { master: key } : (key ?? {})
  return Object.entries(keys).map(([name, bytes]) => ({ name, key: Buffer.from(bytes) }))
}

const opened = async (open, ...words) => {
  try {
    return new Ledger(OPENED, await open(...words))
  } catch (error) {
    throw raised(error)
  }
}

class Ledger {
  #native

  static {
    nativeLedger = (ledger) => {
      if (ledger instanceof Ledger) return ledger.#native
      throw new RenownError('MALFORMED_ARGUMENTS', 'a Ledger is needed: await Ledger.open(path, { key })')
    }
  }

  constructor(by, made) {
    if (by !== OPENED) throw new TypeError('a ledger is opened by Ledger.open')
    this.#native = made
  }

  static newKey() {
    return native.newKey()
  }

  static async open(path, options) {
    const { key, waitMs = 10_000, readOnly = false, tombstones } = given(options)
    return opened(native.openLedger, path, named(key), waitMs, readOnly, tombstones)
  }

  static async openPostgres(parameters, options) {
    const { key, schema = 'renown', waitMs = 10_000, readOnly = false, tombstones } = given(options)
    if (typeof tombstones !== 'string') {
      throw new RenownError('MALFORMED_ARGUMENTS', 'tombstones: give the path of a file')
    }
    return opened(native.openPostgres, parameters, schema, named(key), waitMs, readOnly, tombstones)
  }

  async #call(name, asked) {
    const text = await encodeSliced(asked)
    try {
      return decode(await this.#native.call(name, text))
    } catch (error) {
      throw raised(error)
    }
  }

  counter() {
    const flush = async (counter, { at }) => {
      try {
        return decode(await this.#native.flush(counter, encode({ at })))
      } catch (error) {
        throw raised(error)
      }
    }
    return new UsageCounter(
      OPENED,
      translated(() => this.#native.counter()),
      flush,
    )
  }

  async close() {
    await this.#native.close()
  }

  async [Symbol.asyncDispose]() {
    await this.close()
  }

  record = (events) => this.#call('record', { events })
  facts = (subject, { at }) => this.#call('facts', { subject, at })
  events = (subject) => this.#call('events', { subject })
  export = (subject, { right = 'access', format = 'json', categories = {}, to, now }) =>
    this.#call('export', { subject, right, format, categories: Object.entries(categories), to, now })
  publicKey = () => this.#call('public_key', {})
  checkpoint = (options) => this.#call('checkpoint', options)
  proveInclusion = (index, options) => this.#call('prove_inclusion', { index, ...given(options) })
  proveConsistency = (oldSize, options) => this.#call('prove_consistency', { oldSize, ...given(options) })
  verify = () => this.#call('verify', {})
  rotateKeys = () => this.#call('rotate_keys', {})
  registerStore = (name, { publicKey }) => this.#call('register_store', { name, publicKey })
  planErasure = (plan, { now }) => this.#call('plan_erasure', { plan, now })
  erase = (erasure, options) => this.#call('erase', { erasure, ...options })
  erasure = (id) => this.#call('erasure', { id })
  addReceipt = (receipt) => this.#call('add_receipt', { receipt })
  isSuppressed = (account) => this.#call('is_suppressed', { account })
  holdFields = (subject, fields, options) => this.#call('hold_fields', { subject, fields, ...options })
  fields = (subject, { now }) => this.#call('fields', { subject, now })
  sweep = (options) => this.#call('sweep', options)
  register = (registration, options) => this.#call('register', { registration, ...options })
  logIn = (email, password, options) => this.#call('log_in', { email, password, ...options })
  user = (user) => this.#call('user', { user })
  meter = (batches) => this.#call('meter', { batches })
  usage = (user, options) => this.#call('usage', { user, ...options })
  statement = (user, options) => this.#call('statement', { user, ...options })
  setQuota = (user, kind, quota) => this.#call('set_quota', { user, kind, quota })
  reserve = async (id, user, kind, units, options) =>
    (await this.#call('reserve', { id, user, kind, units, ...options })).left
  settle = (id, units, { now }) => this.#call('settle', { id, units, now })
  release = (id) => this.#call('release', { id })
}

module.exports = { Ledger, nativeLedger: (ledger) => nativeLedger(ledger) }
