// The example of a backend with Fastify, asked over HTTP as its clients ask it.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { verifyCheckpoint, verifyInclusion } from '../../bindings-node/lib/index.js'
import { load } from '../../examples/node-service/src/data.mjs'
import { problem } from '../../examples/node-service/src/problem.mjs'
import { service } from '../../examples/node-service/src/service.mjs'
import { write } from '../../examples/node-service/src/wire.mjs'

const its = createRequire(new URL('../../examples/node-service/package.json', import.meta.url))
const autocannon = its('autocannon')
const Ajv = its('ajv/dist/2020').default

const now = new Date('2026-03-01T12:00:00Z')
const days = 'first=2026-03-01&end=2026-04-01'
const data = await load()
const evidence = { loggedIn: true, reauthenticated: true, matchingPoints: 3, doubt: false }

const tenant = (name, quotas) => ({
  name,
  key: new Uint8Array(32).fill(name.length),
  quotas,
  users: [
    { id: 'ada', token: `${name}-ada`, role: 'user' },
    { id: 'ben', token: `${name}-ben`, role: 'privacy' },
  ],
})

/** A running service; gone when the test is over. */
async function running(t, { tenants = [tenant('north'), tenant('southern')], ...options } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'renown-service-'))
  const app = await service({ folder, tenants, clock: () => now, data, ...options })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(async () => {
    await app.close()
    await rm(folder, { recursive: true })
  })
  const ask = async (method, path, token, body) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(address + path, { method, headers, body: text })
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: await response.json(),
    }
  }
  return { app, address, ask }
}

test('a search, a report and its receipt, which the log proves', async (t) => {
  const { ask } = await running(t)
  const query = { sort: [{ by: 'engagement_rate' }], limit: 5, fields: ['engagement_rate'] }
  const found = await ask('POST', '/search', 'north-ada', query)
  assert.equal(found.status, 200)
  assert.equal(found.body.matches.length, 5)
  const [{ id }] = found.body.matches
  const shown = await ask('GET', `/influencers/${id}/report`, 'north-ada')
  assert.equal(shown.status, 200, JSON.stringify(shown.body))
  assert.equal(shown.body.report.identity.id, id)
  assert.deepEqual(shown.body.receipt.recipient, { kind: 'user', id: 'north.ada' })
  const { body } = await ask('GET', `/log/${shown.body.position}`, 'north-ada')
  assert.equal(verifyInclusion(body.proof), true)
  assert.equal(verifyCheckpoint({ checkpoint: body.checkpoint, publicKey: body.publicKey }), true)
  const disclosures = await ask('GET', `/influencers/${id}/disclosures`, 'north-ben')
  assert.deepEqual(
    disclosures.body.map(({ what }) => what.receipt),
    [shown.body.receipt.id],
  )
  const usage = await ask('GET', `/usage?${days}`, 'north-ada')
  assert.deepEqual(
    usage.body.lines.map(({ kind, units }) => [kind, units]),
    [
      ['report', 1],
      ['result', 5],
    ],
  )
  assert.equal(usage.body.revenue, '0.15')
})

test('a tenant sees nothing of another', async (t) => {
  const { ask } = await running(t)
  const { body: found } = await ask('POST', '/search', 'north-ada', { limit: 50 })
  const [{ id }] = found.matches
  await ask('GET', `/influencers/${id}/report`, 'north-ada')
  const objection = { id: 'r1', subject: id, right: 'gdpr.objection', regimes: ['gdpr'], evidence }
  const answered = await ask('POST', '/requests', 'north-ben', {
    ...objection,
    purposes: ['influencer_search'],
    controllerGrounds: { kind: 'none' },
  })
  assert.equal(answered.body.state, 'completed', JSON.stringify(answered.body))
  // In the north the influencer is gone.
  const ids = async (token) =>
    (await ask('POST', '/search', token, { limit: 50 })).body.matches.map((one) => one.id)
  assert.ok(!(await ids('north-ada')).includes(id))
  const refused = await ask('GET', `/influencers/${id}/report`, 'north-ada')
  assert.equal(refused.status, 403)
  assert.equal(refused.body.code, 'NOT_PERMITTED')
  // In the south nothing happened, and nothing is known of it.
  assert.ok((await ids('southern-ada')).includes(id))
  assert.deepEqual((await ask('GET', `/influencers/${id}/disclosures`, 'southern-ben')).body, [])
  assert.equal((await ask('GET', `/requests/r1?subject=${id}`, 'southern-ben')).status, 404)
  assert.equal((await ask('GET', `/requests/r1?subject=${id}`, 'north-ben')).status, 200)
  assert.equal((await ask('GET', '/log/0', 'southern-ada')).status, 400)
  const { body } = await ask('GET', `/usage?${days}`, 'southern-ada')
  assert.deepEqual(
    body.lines.map(({ kind }) => kind),
    ['result'],
  )
  const twice = await ask('POST', '/requests', 'southern-ben', { ...objection, id: 'r1' })
  assert.equal(twice.status, 200, 'the same id of a request is free elsewhere')
})

test('an erased influencer is neither found nor shown, and the request stays on record', async (t) => {
  const { ask } = await running(t)
  const { body: found } = await ask('POST', '/search', 'north-ada', { limit: 1 })
  const [{ id: subject }] = found.matches
  await ask('GET', `/influencers/${subject}/report`, 'north-ada')
  const erased = await ask('POST', '/requests', 'north-ben', {
    id: 'r2',
    subject,
    right: 'gdpr.erasure',
    regimes: ['gdpr'],
    evidence,
    grounds: ['no_longer_needed'],
  })
  assert.equal(erased.body.state, 'erasure_complete', JSON.stringify(erased.body))
  const gone = await ask('GET', `/influencers/${subject}/report`, 'north-ada')
  assert.deepEqual([gone.status, gone.body.code], [403, 'NOT_PERMITTED'])
  const { body } = await ask('POST', '/search', 'north-ada', { limit: 50 })
  assert.ok(!body.matches.some(({ id }) => id === subject))
  assert.deepEqual((await ask('GET', `/influencers/${subject}/disclosures`, 'north-ben')).body, [])
  const followed = await ask('GET', `/requests/r2?subject=${subject}`, 'north-ben')
  assert.deepEqual([followed.body.state, followed.body.right], ['completed', 'gdpr.erasure'])
  const usage = await ask('GET', `/usage?${days}`, 'north-ada')
  assert.equal(
    usage.body.lines.find(({ kind }) => kind === 'report').units,
    1,
    'what is refused costs nothing',
  )
})

test('a quota ends, and says so', async (t) => {
  const tenants = [tenant('north', { report: { limit: 2, period: 'month' } })]
  const { ask } = await running(t, { tenants })
  const { body } = await ask('POST', '/search', 'north-ada', { limit: 1 })
  const path = `/influencers/${body.matches[0].id}/report`
  const statuses = await Promise.all(Array.from({ length: 6 }, () => ask('GET', path, 'north-ada')))
  assert.equal(statuses.filter(({ status }) => status === 200).length, 2)
  const refused = statuses.find(({ status }) => status !== 200)
  assert.deepEqual([refused.status, refused.body.code], [429, 'QUOTA_EXCEEDED'])
  assert.match(refused.type, /^application\/problem\+json/)
  const usage = await ask('GET', `/usage?${days}`, 'north-ada')
  assert.equal(usage.body.lines.find(({ kind }) => kind === 'report').units, 2)
})

test('what is wrong is told as a problem, with a code', async (t) => {
  const { ask } = await running(t)
  const cases = [
    ['GET', '/usage', undefined, undefined, 401, 'NO_USER'],
    ['GET', `/usage?${days}`, 'unknown', undefined, 401, 'NO_USER'],
    ['GET', '/usage', 'north-ada', undefined, 400, 'MALFORMED_REQUEST'],
    ['GET', '/nowhere', 'north-ada', undefined, 404, 'UNKNOWN_ROUTE'],
    ['GET', '/influencers/nobody/report', 'north-ada', undefined, 404, 'UNKNOWN_INFLUENCER'],
    ['GET', '/influencers/nobody/disclosures', 'north-ada', undefined, 403, 'ROLE_NEEDED'],
    ['POST', '/search', 'north-ada', { limit: 51 }, 400, 'MALFORMED_REQUEST'],
    ['POST', '/search', 'north-ada', '{"limit"', 400, 'MALFORMED_REQUEST'],
    ['POST', '/search', 'north-ada', { filters: [{ country: ['XX'] }] }, 400, 'BAD_QUERY'],
    ['POST', '/figures', 'north-ada', { posts: [{ likes: -1 }], profiles: [] }, 400, undefined],
  ]
  for (const [method, path, token, body, status, code] of cases) {
    const answer = await ask(method, path, token, body)
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    assert.match(answer.type, /^application\/problem\+json/)
    if (code !== undefined) assert.equal(answer.body.code, code)
    assert.match(answer.body.code, /^[A-Z_]+$/)
    assert.equal(answer.body.status, status)
    assert.ok(answer.body.title && answer.body.detail && answer.body.type)
  }
  // What goes wrong here is told without its details, which may be about persons.
  const { status, code, detail } = problem(new TypeError('Ada Invented is not iterable'))
  assert.deepEqual([status, code], [500, 'INTERNAL'])
  assert.ok(!detail.includes('Ada'))
})

test('figures of posts that the caller brings; counts keep each digit', async (t) => {
  const { ask } = await running(t)
  const post = { influencerId: 'i1', publishedAt: '2026-01-01T12:00:00Z', likes: 60, comments: 0 }
  const { body } = await ask('POST', '/figures', 'north-ada', {
    posts: [post],
    profiles: [{ influencerId: 'i1', followers: 1000 }],
  })
  assert.equal(body[0].value, 0.06)
  assert.equal(body[0].n, 1)
  assert.equal(write({ n: 2n ** 63n, text: '5' }), '{"n":9223372036854775808,"text":"5"}')
})

test('the OpenAPI document says what comes out', async (t) => {
  const { ask } = await running(t)
  const { body: document } = await ask('GET', '/openapi.json')
  assert.equal(document.openapi, '3.1.0')
  assert.deepEqual(Object.keys(document.paths).sort(), [
    '/figures',
    '/health',
    '/influencers/{id}/disclosures',
    '/influencers/{id}/report',
    '/log/{position}',
    '/openapi.json',
    '/requests',
    '/requests/{id}',
    '/search',
    '/usage',
  ])
  const text = JSON.stringify(document)
  const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
  for (const name of named) assert.ok(name in document.components.schemas, name)
  const ajv = new Ajv({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'api', components: document.components })
  const valid = ajv.compile({ $ref: 'api#/components/schemas/Report' })
  const { body: found } = await ask('POST', '/search', 'north-ada', { limit: 3 })
  for (const { id } of found.matches) {
    const { body } = await ask('GET', `/influencers/${id}/report`, 'north-ada')
    assert.ok(valid(body.report), JSON.stringify(valid.errors?.slice(0, 3)))
  }
  assert.equal(valid({ version: 1 }), false)
})

/** The clock is read when the work of a request begins, and the log tells the first refusal. */
function watched() {
  let begin
  let refuse
  const begun = new Promise((resolve) => {
    begin = resolve
  })
  const clock = () => {
    begin()
    return now
  }
  const refused = new Promise((resolve) => {
    refuse = resolve
  })
  const write = (line) => {
    const entry = JSON.parse(line)
    if (entry.msg === 'refused') refuse(entry)
  }
  return { begun, refused, clock, logger: { level: 'info', stream: { write } } }
}

test('a client that leaves costs nothing, and what it asked for is given up', async (t) => {
  const { begun, refused, clock, logger } = watched()
  const { address, ask } = await running(t, { clock, logger })
  const row = (i) => ({
    influencerId: `i${i % 5}`,
    publishedAt: '2026-01-01T12:00:00Z',
    likes: i,
    comments: 0,
  })
  const posts = Array.from({ length: 40_000 }, (_, i) => row(i))
  const controller = new AbortController()
  const asked = fetch(`${address}/figures`, {
    method: 'POST',
    headers: { authorization: 'Bearer north-ada', 'content-type': 'application/json' },
    body: JSON.stringify({ posts, profiles: [{ influencerId: 'i0', followers: 1000 }] }),
    signal: controller.signal,
  })
  await begun
  controller.abort()
  await assert.rejects(asked, { name: 'AbortError' })
  const { code } = await refused
  assert.equal(code, 'CANCELLED')
  assert.equal((await ask('GET', '/health')).status, 200)
})

test('no metering is lost under load', async (t) => {
  const { address, ask } = await running(t, { tenants: [tenant('north')] })
  const result = await autocannon({
    url: `${address}/search`,
    method: 'POST',
    headers: { authorization: 'Bearer north-ada', 'content-type': 'application/json' },
    body: JSON.stringify({ limit: 2 }),
    connections: 8,
    amount: 200,
  })
  assert.equal(result['2xx'], 200)
  const usage = await ask('GET', `/usage?${days}`, 'north-ada')
  assert.equal(usage.body.lines[0].units, 400)
  t.diagnostic(`searches: p50 ${result.latency.p50} ms, p99 ${result.latency.p99} ms, 8 connections`)
})

test('what is asked before the service closes is answered and counted', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'renown-service-'))
  t.after(() => rm(folder, { recursive: true }))
  const [own] = [tenant('north')]
  const settings = {
    port: 0,
    folder,
    tenants: [{ ...own, key: Buffer.from(own.key).toString('base64') }],
  }
  const place = join(folder, 'settings.json')
  await writeFile(place, JSON.stringify(settings))
  const main = new URL('../../examples/node-service/src/main.mjs', import.meta.url).pathname
  const start = async () => {
    const child = spawn(process.execPath, [main, place], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(child.stdout, 'data')
    return { child, address: String(line).trim() }
  }
  const headers = { authorization: 'Bearer north-ada', 'content-type': 'application/json' }
  const first = await start()
  const asked = Array.from({ length: 20 }, () =>
    fetch(`${first.address}/search`, { method: 'POST', headers, body: '{"limit":1}' }).then(
      async (response) => (response.ok ? (await response.json()).matches.length : 0),
      () => 0,
    ),
  )
  await Promise.race(asked)
  first.child.kill('SIGTERM')
  const told = (await Promise.all(asked)).reduce((sum, n) => sum + n, 0)
  const [code] = await once(first.child, 'exit')
  assert.equal(code, 0)
  assert.ok(told > 0)
  const second = await start()
  const today = new Date()
  const end = new Date(today.getTime() + 2 * 86_400_000)
  const iso = (date) => date.toISOString().slice(0, 10)
  const yesterday = iso(new Date(today.getTime() - 86_400_000))
  const response = await fetch(`${second.address}/usage?first=${yesterday}&end=${iso(end)}`, { headers })
  const { lines } = await response.json()
  assert.equal(lines[0].units, told)
  second.child.kill('SIGTERM')
  await once(second.child, 'exit')
})
