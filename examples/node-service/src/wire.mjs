// What goes over the wire. A BigInt is written with each of its digits, as JSON has it: readers that keep only 53 bits
// round it themselves, and know that they do.
import { randomUUID } from 'node:crypto'

/** Nobody who sends a text can guess it, so no text is taken for a number. */
const MARK = randomUUID()
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g')

export function write(body) {
  const text = JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? `${MARK}${value}` : value))
  return text.replace(MARKED, '$1')
}
