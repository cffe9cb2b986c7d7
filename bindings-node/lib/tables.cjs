// Functions over tables.
'use strict'

const native = require('../renown.node')
const { RenownError, raised } = require('./error.cjs')
const { Frame, frame, nativeOf } = require('./frame.cjs')
const { camel, encode, snake } = require('./json.cjs')
const { checkSignal, given } = require('./options.cjs')

/** The tables of each function: its first argument, and those that its options may hold. */
const TABLES = {
  benchmark: ['figures'],
  cadence: ['posts', 'profiles'],
  credibility: ['accounts'],
  decide_batch: ['records'],
  demographics: ['audience'],
  engagement: ['posts', 'profiles'],
  growth: ['readings'],
  growth_spikes: ['readings'],
  likes_over_time: ['posts', 'profiles'],
  percentiles: ['figures'],
  retention_sweep: ['records', 'holds'],
  score_accounts: ['accounts'],
  shares: ['posts', 'profiles'],
  sponsorship: ['posts', 'profiles'],
  summary: ['posts', 'profiles'],
  tiers: ['profiles'],
  value: ['posts', 'profiles', 'payments'],
}

/** Options whose values are names of columns. */
const NAMING = ['by', 'weight']

/** A function over tables: the first is its argument, the others are among its options. */
const over = (name) => async (first, options) => {
  const [argument, ...others] = TABLES[name]
  const rest = { ...given(options) }
  const tables = { [argument]: first }
  for (const other of others) {
    tables[other] = rest[other]
    delete rest[other]
  }
  return call(name, tables, rest)
}

/** Calls a function over tables by its name; tables that are not there are left out. */
async function call(name, tables, options, policy) {
  return frame(
    await run(name, tables, options, (waiting) => {
      if (policy !== undefined) waiting.by(policy)
      return waiting.run()
    }),
  )
}

/** Several figures of the same posts, which are read and brought together by account only once. */
async function figures(posts, options) {
  const { profiles, requests, ...rest } = given(options)
  const asked = Object.entries(given(requests ?? null)).map(([name, request]) => {
    const { call: figure = name, ...choices } = given(request)
    return { name, request: { call: snake(String(figure)), options: choices } }
  })
  // The names are the caller's: they cross as places, whatever letters they have.
  const placed = Object.fromEntries(asked.map(({ request }, place) => [`at${place}`, request]))
  const answer = await run('figures', { posts, profiles }, { ...rest, requests: placed }, (waiting) =>
    waiting.runMany(),
  )
  const places = answer.names.map((place) => Number(place.slice(2)))
  return Object.fromEntries(places.map((place, index) => [asked[place].name, frame(answer.at(index))]))
}

/** Brings options and tables together in a call, and runs it unless it is given up. */
async function run(name, tables, options, start) {
  const { signal, threads, ...rest } = given(options)
  checkSignal(signal)
  checkThreads(threads)
  signal?.throwIfAborted()
  const frames = []
  for (const [argument, data] of Object.entries(tables)) {
    if (data !== undefined && data !== null) frames.push([argument, await Frame.from(data, { signal })])
  }
  const waiting = new native.TableCall(name, encode(named(rest, frames)), threads)
  for (const [argument, data] of frames) waiting.add(argument, nativeOf(data))
  try {
    return await unlessAborted(waiting, start, signal)
  } catch (error) {
    throw raised(error)
  }
}

/** Names of columns as the tables have them: those of objects are snake_case by now. */
function named(options, frames) {
  const known = new Set(frames.flatMap(([, data]) => nativeOf(data).columns))
  const column = (name) => (typeof name !== 'string' || known.has(name) ? name : snake(name))
  const answer = { ...options }
  // The columns of an answer are asked for by the names that they have as properties.
  if (Array.isArray(answer.output)) answer.output = answer.output.map(column)
  for (const option of NAMING) if (option in answer) answer[option] = column(answer[option])
  if (answer.columns !== null && typeof answer.columns === 'object') {
    const pairs = Object.entries(answer.columns).map(([name, theirs]) => [name, column(theirs)])
    answer.columns = Object.fromEntries(pairs)
  }
  return answer
}

/** The answer of a call; the reason of the signal as soon as it is aborted. */
function unlessAborted(call, start, signal) {
  if (signal === undefined) return start(call)
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const abort = () => {
      call.cancel()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    start(call)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort))
  })
}

function checkThreads(threads) {
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    throw new RenownError('MALFORMED_OPTIONS', 'threads: not a whole number from 1')
  }
}

const functions = Object.fromEntries(Object.keys(TABLES).map((name) => [camel(name), over(name)]))

module.exports = { call, functions: { ...functions, figures } }
