// The shipped data as a catalog and as the inputs of reports. A service of yours would read its database.
import { post, profile, read } from '../../node/rows.mjs'
import { Catalog, engagement, Frame } from './renown.mjs'

const FOLDER = new URL('../../data/', import.meta.url)

export async function load() {
  const posts = (await read(new URL('posts.csv', FOLDER))).map((row) => ({
    ...post(row),
    caption: row.caption,
  }))
  const profiles = (await read(new URL('profiles.csv', FOLDER))).map((row) => ({
    ...profile(row),
    id: row.influencer_id,
    states: row.states === '' ? [] : row.states.split('|'),
  }))
  const people = profiles.map(({ influencerId, platform, followers }) => ({
    influencerId,
    platform,
    followers,
  }))
  const rates = await engagement(await Frame.from(posts), { profiles: people })
  const rateOf = new Map(rates.toArray().map((row) => [row.influencerId, row]))
  const catalog = await Catalog.fromRows(profiles.map((one) => record(one, rateOf.get(one.id))))
  for (const { id, states } of profiles) for (const state of states) await catalog.restrict(id, state)
  const known = new Map(profiles.map((one) => [one.id, { profile: one, posts: [] }]))
  for (const one of posts) known.get(one.influencerId)?.posts.push(one)
  return { catalog: await catalog.toBytes(), known }
}

function record({ id, platform, country, category, followers }, rate) {
  const figures = { followers: Number(followers) }
  if (typeof rate?.value === 'number') {
    figures.engagementRate = { value: rate.value, ...(rate.low === null ? {} : { low: rate.low }) }
  }
  return { id, platform, country: country || null, category: category || null, figures }
}
