// JSON that keeps 64-bit counts: whole numbers beyond 2^53 cross as BigInt in both directions.
'use strict'

const { RenownError } = require('./error.cjs')

/** So many digits any double holds exactly. */
const EXACT_DIGITS = 15

/** Deeper data is refused here, before the other side would refuse it with less to say. */
const DEEPEST = 100

/** Keys that were written already, and how many of them are remembered. */
const keys = new Map()
const MOST_KEYS = 1000

/**
 * So many objects below these keys, the keys are labels, which are left as they are: topics by name, shares of an
 * audience by dimension and label, documents in the words of a standard and what these stand for.
 */
const LABELLED = new Map([
  ['topics', 0],
  ['audience', 1],
  ['document', 0],
  ['purposeOf', 0],
  ['categoryOf', 0],
])

/** Writes a value as JSON; keys go from camelCase to snake_case. */
function encode(value, depth = 0, labels = Number.POSITIVE_INFINITY) {
  switch (typeof value) {
    case 'bigint':
      return value.toString()
    case 'number':
      return encodeNumber(value)
    case 'object':
      return value === null ? 'null' : encodeObject(value, depth + 1, labels)
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'undefined':
      return 'null'
    default:
      throw new RenownError('MALFORMED_ARGUMENTS', `a ${typeof value} is no data`)
  }
}

function encodeNumber(value) {
  if (!Number.isFinite(value)) {
    throw new RenownError('NOT_FINITE', `${value} is not a finite number; leave an unknown value out`)
  }
  const text = String(value)
  // A double beyond 2^53 stands for many whole numbers: it is a measure and not a count, which a BigInt is.
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes('e') ? `${text}.0` : text
}

function encodeObject(value, depth, labels) {
  if (depth > DEEPEST) {
    throw new RenownError(
      'MALFORMED_ARGUMENTS',
      `data within data more than ${DEEPEST} times; is it circular?`,
    )
  }
  if (value instanceof Date) return encodeDate(value)
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    // A list among labels stays among them.
    const below = labels <= 0 ? labels : undefined
    return `[${Array.from(value, (entry) => encode(entry, depth, below)).join(',')}]`
  }
  if (
    value instanceof Map ||
    value instanceof Set ||
    ArrayBuffer.isView(value) ||
    value instanceof ArrayBuffer
  ) {
    throw new RenownError(
      'MALFORMED_ARGUMENTS',
      `a ${value.constructor.name} is no data; give objects and arrays`,
    )
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
  const members = entries.map(([key, entry]) => {
    const name = labels <= 0 ? JSON.stringify(key) : encodeKey(key)
    return `${name}:${encode(entry, depth, LABELLED.get(key) ?? labels - 1)}`
  })
  return `{${members.join(',')}}`
}

/** A member of the outermost object, of which the value may be written already. */
function encodeMember(key, entry, text) {
  return `${encodeKey(key)}:${text ?? encode(entry, 1, LABELLED.get(key))}`
}

/** The same few keys come again with each row. */
function encodeKey(key) {
  let text = keys.get(key)
  if (text === undefined) {
    text = JSON.stringify(snake(key))
    if (keys.size < MOST_KEYS) keys.set(key, text)
  }
  return text
}

function encodeDate(date) {
  if (Number.isNaN(date.getTime())) {
    throw new RenownError('MALFORMED_TIMESTAMP', 'an invalid Date; leave an unknown time out')
  }
  return JSON.stringify(date)
}

/** What is told by name: these objects have names as their keys, which are left as they are. */
const BY_NAME = new Set(['readings'])

/** Reads JSON; keys go from snake_case to camelCase. */
function decode(text) {
  return read(JSON.parse(marked(text)), camel)
}

function read(value, rename) {
  if (typeof value === 'string') return unmarked(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((entry) => read(entry, camel))
  const answer = Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      rename(unmarked(key)),
      read(entry, BY_NAME.has(key) ? String : camel),
    ]),
  )
  // The sample size of a figure is a 64-bit count: a BigInt, however small.
  if ('n' in answer && 'method' in answer) answer.n = BigInt(answer.n)
  return answer
}

/**
 * Marks whole numbers that a double may not hold, outside of strings, as texts that begin with NUL and n; texts that
 * begin with NUL get a NUL and s before it.
 */
function marked(text) {
  // A string, or a number: the alternation takes whichever comes first, so digits inside strings are passed over.
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    if (token[0] === '"') return token.startsWith('"\\u0000') ? `"\\u0000s${token.slice(1)}` : token
    return token.length > EXACT_DIGITS && /^-?\d+$/.test(token) ? `"\\u0000n${token}"` : token
  })
}

function unmarked(text) {
  if (!text.startsWith('\u0000')) return text
  return text[1] === 'n' ? BigInt(text.slice(2)) : text.slice(2)
}

function snake(key) {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function camel(key) {
  return key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())
}

module.exports = { encode, encodeMember, decode, snake, camel }
