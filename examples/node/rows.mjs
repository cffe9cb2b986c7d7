// The tables of examples/data as objects. A backend would read them from its database.
import { readFile } from 'node:fs/promises'

/** The rows of a CSV file (RFC 4180), each field a text. */
export async function read(place) {
  const text = await readFile(place, 'utf8')
  const records = [[]]
  // A field in quotes or without, and what ends it.
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    records.at(-1).push(quoted?.replaceAll('""', '"') ?? bare)
    if (end !== ',') records.push([])
  }
  const [names, ...rows] = records.filter((record) => record.length > 1)
  return rows.map((row) => Object.fromEntries(names.map((name, column) => [name, row[column]])))
}

/** A count; null where the platform does not show it, never 0. */
const count = (text) => (text === '' ? null : BigInt(text))
const flag = (text) => text === 'true'

export function post(row) {
  return {
    id: row.post_id,
    influencerId: row.influencer_id,
    platform: row.platform,
    publishedAt: new Date(row.published_at),
    likes: count(row.likes),
    comments: count(row.comments),
    shares: count(row.shares),
    saves: count(row.saves),
    views: count(row.views),
    pinned: flag(row.pinned),
    sponsored: flag(row.sponsored),
    collectedAt: new Date(row.collected_at),
  }
}

export function profile(row) {
  return {
    influencerId: row.influencer_id,
    platform: row.platform,
    handle: row.handle,
    country: row.country,
    category: row.category,
    followers: count(row.followers),
  }
}
