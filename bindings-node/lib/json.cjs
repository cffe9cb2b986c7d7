// JSON that keeps 64-bit counts: whole numbers beyond 2^53 cross as BigInt in both directions.
'use strict'

const { RenownError } = require('./error.cjs')

const EXACT_DIGITS = 15

/** Writes a value as JSON; keys go from camelCase to snake_case. */
function encode(value) {
  switch (typeof value) {
    case 'bigint':
      return value.toString()
    case 'number':
      if (!Number.isFinite(value)) {
        throw new RenownError('NOT_FINITE', `${value} is not a finite number; leave an unknown value out`)
      }
      return JSON.stringify(value)
    case 'object':
      break
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    default:
      throw new RenownError('MALFORMED_ARGUMENTS', `a ${typeof value} is no data`)
  }
  if (value === null) return 'null'
  if (value instanceof Date) return JSON.stringify(value)
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `[${Array.from(value, encode).join(',')}]`
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
  return `{${entries.map(([key, entry]) => `${JSON.stringify(snake(key))}:${encode(entry)}`).join(',')}}`
}

/** Reads JSON; keys go from snake_case to camelCase. */
function decode(text) {
  return JSON.parse(marked(text), (_, value) => {
    if (typeof value === 'string' && value.startsWith('\u0000')) return BigInt(value.slice(1))
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [camel(key), entry]))
  })
}

/** Marks whole numbers that a double may not hold, outside strings, as texts that begin with NUL. */
function marked(text) {
  // A string, or a number: the alternation takes whichever comes first, so digits inside strings are passed over.
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token[0] !== '"' && token.length > EXACT_DIGITS && /^-?\d+$/.test(token) ? `"\\u0000${token}"` : token,
  )
}

function snake(key) {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function camel(key) {
  return key.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase())
}

module.exports = { encode, decode, snake, camel }
