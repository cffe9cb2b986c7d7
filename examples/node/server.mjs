// A small backend: GET /shortlist?country=GB&tier=micro, for the user named in the header x-user.
//
//   node examples/node/server.mjs
//   curl -H 'x-user: u1' 'http://127.0.0.1:8080/shortlist?tier=micro'
import { createServer } from 'node:http'
import { RenownError } from '../../bindings-node/lib/index.js'
import { post, profile, read } from './rows.mjs'
import { Catalog } from './shortlist.mjs'

const data = new URL('../data/', import.meta.url)

/** A server over the shipped data; `record` takes down each decision. */
export async function serve({ record, states, clock = () => new Date() }) {
  const posts = (await read(new URL('posts.csv', data))).map(post)
  const profiles = (await read(new URL('profiles.csv', data))).map(profile)
  const catalog = await Catalog.from(posts, profiles)
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost')
    const user = request.headers['x-user']
    const answer = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      // JSON has no BigInt; text keeps each digit of a count.
      response.end(JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
    }
    if (pathname !== '/shortlist') return answer(404, { error: 'NOT_FOUND' })
    if (user === undefined) return answer(401, { error: 'NO_USER' })
    const brief = {
      country: searchParams.get('country') ?? undefined,
      wanted: searchParams.get('tier') ?? undefined,
    }
    try {
      return answer(200, catalog.shortlist(brief, { user, states, now: clock(), record }))
    } catch (error) {
      if (!(error instanceof RenownError)) throw error
      return answer(400, { error: error.code, message: error.message })
    }
  })
}

if (process.argv[1] === import.meta.filename) {
  const server = await serve({ record: (decision) => console.log(JSON.stringify(decision)) })
  server.listen(8080, '127.0.0.1', () => console.log('http://127.0.0.1:8080/shortlist'))
}
