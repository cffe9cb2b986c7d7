// What persons ask for: written down, answered item by item, and carried out in the tenant's ledger and catalog.
import { Problem } from './problem.mjs'
import { answerRequest } from './renown.mjs'

/** What this service holds of an influencer. */
function held(subject) {
  const item = (name, category, origin) => ({
    id: `${subject}/${name}`,
    category,
    origin,
    source: 'public',
    purposes: ['influencer_search'],
    bases: ['legitimate_interests'],
    public: true,
  })
  return [
    item('profile', 'influencer.identity', 'observed'),
    item('posts', 'influencer.content', 'observed'),
    item('figures', 'influencer.performance', 'inferred'),
  ]
}

/** `asked`: the id of the request, whom it is about, and what `answerRequest` takes. */
export async function ask({ tenant }, { id, subject, grounds = [], ...request }, now) {
  const { ledger } = tenant
  const event = (name, what) => ({ id: `${id}/${name}`, subject, at: now, what })
  await ledger.record([event('received', { kind: 'request_received', request: id, right: request.right })])
  const { facts } = await ledger.facts(subject, { at: now })
  const items = held(subject).map((item) => ({ ...item, erasureGrounds: grounds }))
  const answer = await answerRequest({
    request: { role: facts.role ?? 'influencer', received: now, calendar: tenant.calendar, ...request },
    items,
    now,
  })
  if (answer.needsHuman) return { id, state: 'needs_human', answer }
  const effects = new Set(answer.items.flatMap((one) => one.effects.map(({ kind }) => kind)))
  const completed = event('completed', { kind: 'request_completed', request: id, outcome: answer.outcome })
  if (effects.has('erase')) {
    // The request itself stays, under its own key: it proves that it was answered.
    await ledger.record([completed])
    await ledger.planErasure({ id, subject, kept: ['requests'], decision: id }, { now })
    const { state } = await ledger.erase(id, { subject, now })
    await tenant.catalog.erase(subject)
    return { id, state: `erasure_${state}`, answer }
  }
  const stopped = effects.has('stop_purpose')
  if (stopped || effects.has('restrict')) {
    const what = stopped
      ? { kind: 'objection_made', purpose: 'influencer_search' }
      : { kind: 'restriction_on', ground: id }
    await ledger.record([event('effect', what)])
    await tenant.catalog.restrict(subject, stopped ? 'objected' : 'restricted')
  }
  await ledger.record([completed])
  return { id, state: 'completed', answer }
}

/** What the ledger knows of a request: erasing a person keeps this. */
export async function stateOf({ tenant }, subject, id) {
  const events = await tenant.ledger.events(subject)
  const own = events.filter(({ what }) => what.request === id)
  if (own.length === 0) throw new Problem(404, 'UNKNOWN_REQUEST', 'no request of this id about this subject')
  const answered = own.find(({ what }) => what.kind === 'request_completed')
  return {
    id,
    right: own.find(({ what }) => what.kind === 'request_received')?.what.right,
    state: answered === undefined ? 'open' : 'completed',
    outcome: answered?.what.outcome ?? null,
    events: own.map(({ at, what }) => ({ at, kind: what.kind })),
  }
}
