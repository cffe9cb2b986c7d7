// Influencers in memory that can be searched, and the permits without which nobody does.
'use strict'

const native = require('../renown.node')
const { callAsync } = require('./calls.cjs')
const { raised, RenownError, translated } = require('./error.cjs')
const { Frame, nativeOf } = require('./frame.cjs')
const { decode, encode, snake } = require('./json.cjs')
const { nativeLedger } = require('./ledger.cjs')
const { checkSignal, given, unlessAborted } = require('./options.cjs')
const { copied } = require('./owned.cjs')
const { encodeSliced } = require('./sliced.cjs')

/** Whoever has this may make catalogs of native ones. */
const KEY = Symbol('catalog')

/** The native half of a permit. */
let nativePermit

class SearchPermit {
  #native

  constructor({ recipient, categories = ['influencer'], now }) {
    this.#native = translated(() => native.SearchPermit.ask(encode({ recipient, categories, now })))
  }

  static {
    nativePermit = (permit) => {
      if (permit instanceof SearchPermit) return permit.#native
      throw new RenownError(
        'NOT_PERMITTED',
        'a search needs a SearchPermit: new SearchPermit({ recipient, now })',
      )
    }
  }

  covers(category) {
    return translated(() => this.#native.covers(category))
  }
}

async function settled(promise) {
  try {
    return await promise
  } catch (error) {
    throw raised(error)
  }
}

/** Fields of audiences have labels as their last part, which are left as they are. */
const column = (name) => (name.startsWith('audience.') ? name : snake(name))

class Catalog {
  #native

  constructor(key, catalog) {
    if (key !== KEY)
      throw new RenownError('MALFORMED_ARGUMENTS', 'a Catalog is made by Catalog.fromRows or fromArrow')
    this.#native = catalog
  }

  static async fromRows(rows) {
    const catalog = new Catalog(KEY, new native.Catalog())
    await catalog.add(rows)
    return catalog
  }

  static async fromArrow(data, options) {
    const { columns = {}, ...reading } = given(options)
    const frame = await Frame.from(data, reading)
    const pairs = Object.entries(columns).map(([name, theirs]) => [column(name), theirs])
    const text = JSON.stringify(Object.fromEntries(pairs))
    return new Catalog(KEY, await settled(native.Catalog.fromFrame(nativeOf(frame), text)))
  }

  static async fromBytes(bytes) {
    return new Catalog(KEY, await settled(native.Catalog.fromBytes(await copied(bytes))))
  }

  static async open(path, options) {
    const { verify = true } = given(options)
    return new Catalog(KEY, await settled(native.Catalog.open(String(path), verify)))
  }

  async save(path) {
    await settled(this.#native.save(String(path)))
  }

  async toBytes() {
    return settled(this.#native.toBytes())
  }

  get size() {
    return this.#native.size
  }

  async add(rows) {
    await this.#change('add', await encodeSliced(rows))
  }

  async update(rows) {
    await this.#change('update', await encodeSliced(rows))
  }

  async remove(id) {
    return this.#change('remove', String(id))
  }

  async restrict(id, why = 'restricted') {
    await this.#change('restrict', String(id), why)
  }

  async lift(id, why = 'restricted') {
    await this.#change('lift', String(id), why)
  }

  async keepFrom(id, recipient) {
    await this.#change('keepFrom', String(id), recipient)
  }

  async erase(id) {
    await this.#change('erase', String(id))
  }

  async follow(ledger, options) {
    const { store, key } = given(options)
    if ((store === undefined) !== (key === undefined))
      throw new RenownError('MALFORMED_ARGUMENTS', 'a store that signs has both a name and a key')
    const secret = key === undefined ? undefined : Buffer.from(key)
    await settled(translated(() => this.#native.follow(nativeLedger(ledger), store, secret)))
  }

  async refresh({ now }) {
    await settled(this.#native.refresh(encode(now)))
  }

  async search(query, options) {
    const { permit, now, id, signal } = given(options)
    checkSignal(signal)
    signal?.throwIfAborted()
    const found = this.#native.search(encode(query), nativePermit(permit), encode(now), id)
    return decode(await settled(unlessAborted(found, signal)))
  }

  async facets(query, facets, options) {
    return (await this.search({ ...query, facets, limit: 0 }, options)).facets
  }

  async explain(query, options) {
    return (await this.search({ ...query, explain: true, limit: 0 }, options)).explained
  }

  async #change(what, first, second) {
    return settled(this.#native.change(what, first, second))
  }

  get [Symbol.toStringTag]() {
    return 'Catalog'
  }

  /** Shows how many influencers there are, and nothing of them. */
  [Symbol.for('nodejs.util.inspect.custom')]() {
    return `Catalog { size: ${this.size} }`
  }
}

const searchRows = async (question) => callAsync('search_rows', question)

module.exports = { Catalog, SearchPermit, searchRows }
