// A policy that was read once, ready to decide.
'use strict'

const native = require('../renown.node')
const { translated } = require('./error.cjs')
const { decode, encode } = require('./json.cjs')

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

  decideMany(questions) {
    return this.#call('decide_many', { questions })
  }

  lint(now) {
    return this.#call('lint_policy', { now })
  }

  recordsOfProcessing() {
    return this.#call('records_of_processing', {})
  }
}

module.exports = { Policy }
