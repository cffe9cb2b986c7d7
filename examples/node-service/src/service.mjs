// The service: who asks, what it costs, what the policy lets pass, and what is written down of it. The clock is the
// caller's, so that a test, or a replay, can set it.
import Fastify from 'fastify'
import { load } from './data.mjs'
import { metered } from './metering.mjs'
import { openapi } from './openapi.mjs'
import { Problem, problem } from './problem.mjs'
import { engagement, report, SearchPermit } from './renown.mjs'
import { ask, stateOf } from './rights.mjs'
import { Tenants } from './tenants.mjs'
import { write } from './wire.mjs'

/** Influencers of a page at most, and so the most that a search may cost. */
const PAGE = 50
const PRICES = [
  { kind: 'report', cost: '0.02', revenue: '0.10' },
  { kind: 'result', cost: '0.001', revenue: '0.01' },
]

const object = (properties, required = Object.keys(properties)) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
})
const string = { type: 'string', minLength: 1, maxLength: 200 }
const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }

export async function service({ folder, tenants, clock = () => new Date(), logger = false, data }) {
  const { catalog, known } = data ?? (await load())
  const all = await Tenants.open({ folder, tenants, catalog })
  const app = Fastify({
    logger,
    forceCloseConnections: 'idle',
    bodyLimit: 8 * 2 ** 20,
    ajv: { customOptions: { coerceTypes: 'array', removeAdditional: false, strict: false } },
  })
  app.addHook('onClose', () => all.close())
  app.decorateRequest('caller', null)
  app.setReplySerializer(write)
  app.setErrorHandler((error, request, reply) => {
    const { status, ...rest } = problem(error)
    // The code is enough to know what happened, and quotes nobody.
    request.log[status < 500 ? 'info' : 'error']({ status, code: rest.code }, 'refused')
    reply
      .code(status)
      .type('application/problem+json')
      .send({ status, ...rest })
  })
  app.setNotFoundHandler(() => {
    throw new Problem(404, 'UNKNOWN_ROUTE', 'there is nothing here; GET /openapi.json tells what there is')
  })

  const routes = []
  const route = (method, url, schema, handler) => {
    routes.push({ method, url, schema })
    app.route({
      method,
      url,
      schema: { body: schema.body, params: schema.params, querystring: schema.querystring },
      // Before anything that a stranger sends is read.
      onRequest: async (request) => {
        if (schema.open) return
        const caller = all.of(request.headers.authorization)
        if (schema.role !== undefined && caller.role !== schema.role)
          throw new Problem(403, 'ROLE_NEEDED', `only the role ${schema.role} may ask this`)
        request.caller = caller
      },
      handler: async (request, reply) =>
        handler({
          caller: request.caller,
          now: clock(),
          request,
          signal: leaving(reply),
          ...request.params,
        }),
    })
  }
  const recipient = ({ tenant, user }) => ({ kind: 'user', id: `${tenant.name}.${user}` })
  const subjectOf = (id) => {
    if (!known.has(id)) throw new Problem(404, 'UNKNOWN_INFLUENCER', 'nothing is held of this id')
    return known.get(id)
  }

  route('GET', '/health', { summary: 'Whether it runs', open: true }, () => ({ healthy: true }))

  let description
  const described = { summary: 'This document', open: true }
  route('GET', '/openapi.json', described, () => {
    description ??= openapi(routes)
    return description
  })

  const searching = { summary: 'Who fits a brief', body: { type: 'object' } }
  route('POST', '/search', searching, ({ caller, now, request, signal }) => {
    const { limit = 20 } = request.body
    if (!Number.isInteger(limit) || limit < 1 || limit > PAGE)
      throw new Problem(400, 'MALFORMED_REQUEST', `limit: a whole number from 1 to ${PAGE}`)
    return metered(caller, 'result', limit, now, async () => {
      const permit = new SearchPermit({ recipient: recipient(caller), now })
      const answer = await caller.tenant.catalog.search({ ...request.body, limit }, { permit, now, signal })
      return { answer, units: answer.metered.units }
    })
  })

  const reporting = {
    summary: 'One influencer, with the receipt of the disclosure',
    params: object({ id: string }),
    answer: object({
      report: { $ref: '#/components/schemas/Report' },
      receipt: { type: 'object' },
      position: { type: 'integer' },
    }),
  }
  route('GET', '/influencers/:id/report', reporting, ({ caller, now, id, signal }) => {
    const { profile, posts } = subjectOf(id)
    const { ledger } = caller.tenant
    return metered(caller, 'report', 1, now, async () => {
      const { facts } = await ledger.facts(id, { at: now })
      const objected = facts.objections?.includes('influencer_search')
      const { influencerId, states, country, ...shown } = profile
      const made = await report(
        {
          profile: { ...shown, location: { country: country || null } },
          posts,
          generatedAt: now,
          recipient: recipient(caller),
          states: [...states, ...(facts.states ?? []), ...(objected ? ['objected'] : [])],
        },
        { signal },
      )
      // Nothing is shown of which the receipt is not on disk.
      const what = { kind: 'disclosure_made', receipt: made.receipt.id, content: made.receipt }
      const place = `${made.receipt.id}/${crypto.randomUUID()}`
      const [{ position }] = await ledger.record([{ id: place, subject: id, at: now, what }])
      return { answer: { ...made, position }, units: 1 }
    })
  })

  const disclosing = {
    summary: 'To whom an influencer was shown',
    params: object({ id: string }),
    role: 'privacy',
  }
  route('GET', '/influencers/:id/disclosures', disclosing, async ({ caller, id }) => {
    const events = await caller.tenant.ledger.events(id)
    return events.filter(({ what }) => what.kind === 'disclosure_made')
  })

  const proving = {
    summary: 'The proof that an entry stands in the log, and the signed log',
    params: object({ position: { type: 'integer', minimum: 0 } }),
  }
  route('GET', '/log/:position', proving, async ({ caller, now, position }) => {
    const { ledger } = caller.tenant
    const checkpoint = await ledger.checkpoint({ now })
    const proof = await ledger.proveInclusion(position, { size: checkpoint.size })
    return { proof, checkpoint, publicKey: await ledger.publicKey() }
  })

  const requesting = {
    summary: 'What a person asks for; what the law and the policy give is carried out',
    role: 'privacy',
    body: object(
      {
        id: string,
        subject: string,
        right: string,
        regimes: { type: 'array', items: string, minItems: 1 },
        evidence: { type: 'object' },
        grounds: { type: 'array', items: string },
        controllerGrounds: { type: 'object' },
        purposes: { type: 'array', items: string },
      },
      ['id', 'subject', 'right', 'regimes'],
    ),
  }
  route('POST', '/requests', requesting, ({ caller, now, request }) => {
    subjectOf(request.body.subject)
    return ask(caller, request.body, now)
  })

  const following = {
    summary: 'Where a request stands',
    role: 'privacy',
    params: object({ id: string }),
    querystring: object({ subject: string }),
  }
  route('GET', '/requests/:id', following, ({ caller, request, id }) =>
    stateOf(caller, request.query.subject, id),
  )

  const using = { summary: 'What the caller consumed', querystring: object({ first: day, end: day }) }
  route('GET', '/usage', using, ({ caller, request }) =>
    caller.tenant.ledger.statement(caller.user, { ...request.query, currency: 'EUR', prices: PRICES }),
  )

  const figuring = {
    summary: 'Engagement of posts that the caller brings',
    body: object({
      posts: { type: 'array', items: { type: 'object' } },
      profiles: { type: 'array', items: { type: 'object' } },
    }),
  }
  route('POST', '/figures', figuring, async ({ request, signal }) => {
    const { posts, profiles } = request.body
    return (await engagement(posts, { profiles, signal })).toArray()
  })

  return app
}

/** A signal that is aborted when the client leaves before it has its answer. */
function leaving({ raw }) {
  const controller = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort()
  })
  return controller.signal
}
