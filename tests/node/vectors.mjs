// How vectors are read and results are compared: the same value, down to the last bit, is the same text.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
export const { camel, decode, encode, snake } = require('../../bindings-node/lib/json.cjs')

/** The cases of each file of a folder of vectors, by the name of the file. */
export function read(folder) {
  const place = new URL(`../vectors/${folder}/`, import.meta.url)
  return readdirSync(place)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ file, cases: decode(readFileSync(new URL(file, place), 'utf8')) }))
}

/** One text for one value, whatever the order of keys and the kind of its whole numbers. */
export function plain(value) {
  const sorted = (node) => {
    if (Array.isArray(node)) return node.map(sorted)
    // The vectors write whole seconds without a fraction.
    if (node instanceof Date) return node.toISOString().replace('.000Z', 'Z')
    if (node === null || typeof node !== 'object') return node
    const entries = Object.entries(node).map(([key, entry]) => [key, sorted(entry)])
    return Object.fromEntries(entries.sort(([first], [second]) => (first < second ? -1 : 1)))
  }
  return encode(sorted(value))
}
