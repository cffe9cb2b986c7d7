// The example of a backend, asked as a client asks it.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { serve } from '../../examples/node/server.mjs'

async function running(options, use) {
  const server = await serve(options)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { port } = server.address()
    await use((path, headers = { 'x-user': 'u1' }) => fetch(`http://127.0.0.1:${port}${path}`, { headers }))
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

test('a user gets those who fit, the most engaging first, and each decision is recorded', async () => {
  const decisions = []
  await running({ record: (decision) => decisions.push(decision) }, async (get) => {
    const all = await (await get('/shortlist')).json()
    assert.ok(all.length > 20, `only ${all.length} of 30`)
    assert.ok(decisions.length >= all.length)
    const rates = all.map(({ engagement }) => engagement.value)
    assert.deepEqual(
      rates,
      [...rates].sort((one, other) => other - one),
    )
    for (const { engagement, followers, handle } of all) {
      assert.ok(engagement.low <= engagement.value && engagement.value <= engagement.high)
      assert.match(followers, /^\d+$/)
      assert.equal(typeof handle, 'string')
    }
    const British = await (await get('/shortlist?country=GB')).json()
    assert.ok(British.length > 0 && British.length < all.length)
    for (const { country } of British) assert.equal(country, 'GB')
    const { tier } = all[0]
    for (const found of await (await get(`/shortlist?tier=${tier}`)).json()) assert.equal(found.tier, tier)
  })
})

test('who objected is not shown, and that is recorded too', async () => {
  const decisions = []
  const record = (decision) => decisions.push(decision)
  await running({ record }, async (get) => {
    const [first] = await (await get('/shortlist')).json()
    const states = (id) => (id === first.influencerId ? ['objected'] : [])
    await running({ record, states }, async (again) => {
      decisions.length = 0
      const shown = await (await again('/shortlist')).json()
      assert.ok(!shown.some(({ influencerId }) => influencerId === first.influencerId))
      const about = decisions.find(({ request }) => request.subject === first.influencerId)
      assert.equal(about.outcome, 'deny')
      assert.ok(about.items[0].cites.length > 0)
    })
  })
})

test('nobody in particular gets nothing', async () => {
  await running({ record: () => assert.fail('nothing to decide') }, async (get) => {
    assert.equal((await get('/shortlist', {})).status, 401)
    assert.equal((await get('/anything')).status, 404)
  })
})
