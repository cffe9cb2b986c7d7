// A policy that was read once, ready to decide.
'use strict'

const native = require('../renown.node')
const { translated } = require('./error.cjs')
const { decode, encode } = require('./json.cjs')
const { call } = require('./tables.cjs')

class PreparedQuestion {
  #native

  constructor(handle) {
    this.#native = handle
  }

  decide(now) {
    const millis = now instanceof Date ? now.getTime() : Number.NaN
    // A date that is none, like a text that is no time, is refused by the core.
    if (Number.isNaN(millis)) return translated(() => this.#native.decideAt(String(now)))
    return translated(() => this.#native.decide(millis))
  }

  decision(now) {
    return decode(this.decide(now).toJson())
  }
}

class Policy {
  #native

  constructor(handle) {
    this.#native = handle
    this.identity = Object.freeze(decode(handle.identity()))
  }

  static influencerMarketing() {
    return new Policy(translated(() => native.Policy.shipped('influencer-marketing')))
  }

  static minimal() {
    return new Policy(translated(() => native.Policy.shipped('minimal')))
  }

  static fromToml(text) {
    return new Policy(translated(() => native.Policy.fromToml(text)))
  }

  get hash() {
    return this.identity.hash
  }

  #call(name, given) {
    const text = encode(given)
    return decode(translated(() => this.#native.call(name, text)))
  }

  decide(question) {
    return this.#call('decide', question)
  }

  prepare(question) {
    const text = encode(question)
    return new PreparedQuestion(translated(() => this.#native.prepare(text)))
  }

  decideMany(questions) {
    return this.#call('decide_many', { questions })
  }

  decideBatch(records, options) {
    return call('decide_batch', { records }, options, this.#native)
  }

  lint(now) {
    return this.#call('lint_policy', { now })
  }

  toSmtlib() {
    return translated(() => this.#native.toSmtlib())
  }

  recordsOfProcessing() {
    return this.#call('records_of_processing', {})
  }
}

module.exports = { Policy, PreparedQuestion }
