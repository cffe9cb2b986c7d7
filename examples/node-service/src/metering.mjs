// Work that counts: a quota is reserved before it, and what it consumed is written down before its answer is sent. Work
// that fails or is given up gives its reservation back; where the service dies in between, the reservation expires.
import { randomUUID } from 'node:crypto'

const MINUTES = 5

/** `work` gives `{ answer, units }`. */
export async function metered({ tenant, user }, kind, most, now, work) {
  const id = randomUUID()
  const expires = new Date(now.getTime() + MINUTES * 60_000)
  await tenant.ledger.reserve(id, user, kind, most, { expires, now })
  let done
  try {
    done = await work()
  } catch (error) {
    await tenant.ledger.release(id)
    throw error
  }
  await tenant.ledger.settle(id, done.units, { now })
  return done.answer
}
