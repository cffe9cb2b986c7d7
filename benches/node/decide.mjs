// What one decision costs from Node: in full and prepared, in microseconds (the median of rounds).
//
//     node benches/node/decide.mjs
import { Policy } from '../../bindings-node/lib/index.js'

const ROUNDS = 31
const RUNS = 5_000
const policy = Policy.influencerMarketing()
const request = {
  subject: 'influencer-17',
  categories: ['influencer.performance'],
  purpose: 'influencer_search',
  recipient: { kind: 'user', id: 'brand-4' },
}
const facts = { role: 'influencer', residence: 'DE', platform: 'instagram', followers: 20_000 }
const now = new Date('2026-03-01T12:00:00Z')
const question = policy.prepare({ request, facts })

/** The median over rounds of what one run costs. */
function cost(run) {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint()
    for (let at = 0; at < RUNS; at += 1) run()
    return Number(process.hrtime.bigint() - start) / 1e3 / RUNS
  })
  return rounds.sort((one, other) => one - other)[ROUNDS >> 1]
}

const costs = {
  'in full': cost(() => policy.decide({ request, facts, now })),
  prepared: cost(() => question.decide(now).permits),
}
console.log(JSON.stringify({ job: 'single', node: process.version, ...costs }))
