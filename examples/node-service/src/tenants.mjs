// Tenants: each has a ledger of its own, in a file of its own under a key of its own, and a catalog of its own, so that
// what one of them records, restricts or erases is nothing that another can see.
import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from './problem.mjs'
import { Catalog, Ledger } from './renown.mjs'

/** Tokens are compared by their hashes, so that the time it takes tells nothing of them. */
const digest = (token) => createHash('sha256').update(token).digest('hex')

export class Tenants {
  #byToken = new Map()
  #all = []

  /**
   * `tenants`: `{ name, key, calendar, quotas, users: [{ id, token, role }] }`, where the calendar says whose holidays
   * count when a person waits for an answer, and the role is `user` or `privacy`.
   */
  static async open({ folder, tenants, catalog }) {
    const all = new Tenants()
    try {
      for (const { name, key, calendar = 'IE', quotas = {}, users } of tenants) {
        if (!/^[a-z][a-z0-9-]{0,40}$/.test(name)) throw new TypeError(`a tenant may not be called ${name}`)
        await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
        const place = (file) => join(folder, name, file)
        const ledger = await Ledger.open(place('ledger.db'), { key, tombstones: place('tombstones.jsonl') })
        all.#all.push(ledger)
        const tenant = { name, calendar, ledger, catalog: await Catalog.fromBytes(catalog) }
        for (const { id, token, role } of users) {
          for (const [kind, quota] of Object.entries(quotas)) await ledger.setQuota(id, kind, quota)
          all.#byToken.set(digest(token), { tenant, user: id, role })
        }
      }
    } catch (error) {
      await all.close()
      throw error
    }
    return all
  }

  /** Who asks. */
  of(authorization = '') {
    const [, token] = /^Bearer (\S+)$/.exec(authorization) ?? []
    const caller = token === undefined ? undefined : this.#byToken.get(digest(token))
    if (caller === undefined) throw new Problem(401, 'NO_USER', 'Authorization: Bearer with a known token')
    return caller
  }

  async close() {
    await Promise.all(this.#all.map((ledger) => ledger.close()))
  }
}
