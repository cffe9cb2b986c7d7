// Functions over plain data. What takes microseconds answers at once, what may take longer gives a promise.
'use strict'

const native = require('../renown.node')
const { raised, translated } = require('./error.cjs')
const { decode, encode } = require('./json.cjs')

function call(name, given) {
  const text = encode(given)
  return translated(() => decode(native.call(name, text)))
}

async function callAsync(name, given) {
  const text = encode(given)
  try {
    return decode(await native.callAsync(name, text))
  } catch (error) {
    throw raised(error)
  }
}

/** A figure's sample size is a 64-bit count. */
function figure(answer) {
  return 'n' in answer ? { ...answer, n: BigInt(answer.n) } : answer
}

const functions = {
  parsePlatform: (text) => call('parse_platform', { text }),
  parseHandle: (platform, text) => call('parse_handle', { platform, text }),
  handlesConfusable: (platform, first, second) => call('handles_confusable', { platform, first, second }),
  scanCaption: (platform, text) => call('scan_caption', { platform, text }),
  parseCountry: (text) => call('parse_country', { text }),
  parseLanguage: (text) => call('parse_language', { text }),
  parseAgeBand: (text) => call('parse_age_band', { text }),
  readPost: (post) => call('read_post', post),
  readProfile: (profile) => call('read_profile', profile),
  decide: (question) => call('decide', question),
  wilson: (successes, trials, options = {}) => figure(call('wilson', { successes, trials, ...options })),
  clopperPearson: (successes, trials, options = {}) =>
    figure(call('clopper_pearson', { successes, trials, ...options })),
  quantile: (values, probability) => call('quantile', { values, probability }),
  mean: async (values, options = {}) => figure(await callAsync('mean', { values, ...options })),
  median: async (values, options = {}) => figure(await callAsync('median', { values, ...options })),
  bootstrap: async (values, options) => figure(await callAsync('bootstrap', { values, ...options })),
}

module.exports = { call, callAsync, functions }
