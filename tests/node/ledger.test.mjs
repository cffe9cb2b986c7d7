// The ledger as a backend uses it.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  Ledger,
  readExport,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
} from '../../bindings-node/lib/index.js'

const key = Uint8Array.from({ length: 32 }, (_, i) => i)
const now = '2026-02-01T12:00:00Z'
const cheap = { memoryKib: 64, passes: 1, lanes: 1 }

/** A ledger in a folder of its own, gone when the test is over. */
async function opened(t) {
  const folder = mkdtempSync(join(tmpdir(), 'renown-'))
  const path = join(folder, 'renown.db')
  const ledger = await Ledger.open(path, { key })
  t.after(async () => {
    await ledger.close()
    rmSync(folder, { recursive: true })
  })
  return { ledger, path }
}

const event = (id, what) => ({ id, subject: 'i17', at: now, what })

test('what was recorded is known to whoever opens the ledger next', async (t) => {
  const { ledger, path } = await opened(t)
  const recorded = await ledger.record([event('1', { kind: 'objection_made', purpose: 'marketing' })])
  assert.deepEqual(recorded, [{ position: 0, new: true }])
  const other = await Ledger.open(path, { key: { master: key }, readOnly: true })
  assert.deepEqual((await other.facts('i17', { at: new Date(now) })).objections, ['marketing'])
  await other.close()
  await other.close()
  await assert.rejects(other.verify(), { code: 'LEDGER_CLOSED' })
  await assert.rejects(Ledger.open(path, { key: Ledger.newKey() }), { code: 'WRONG_MASTER_KEY' })
  await assert.rejects(Ledger.open(path, { key: new Uint8Array(3) }), { code: 'KEY_LENGTH' })
  assert.throws(() => new Ledger(), TypeError)
})

test('many calls at once leave the event loop free and lose nothing', async (t) => {
  const { ledger } = await opened(t)
  let turns = 0
  const turning = setInterval(() => {
    turns += 1
  }, 1)
  const notice = { kind: 'notice_shown', notice: 'n' }
  await Promise.all(Array.from({ length: 50 }, (_, i) => ledger.record([event(String(i), notice)])))
  clearInterval(turning)
  assert.ok(turns > 0)
  assert.equal(await ledger.verify(), 50)
})

test('an erased person is gone and the proofs stand', async (t) => {
  const { ledger } = await opened(t)
  for (let i = 0; i < 4; i += 1)
    await ledger.record([event(String(i), { kind: 'notice_shown', notice: 'n' })])
  const checkpoint = await ledger.checkpoint({ now })
  assert.equal(verifyCheckpoint({ checkpoint, publicKey: await ledger.publicKey() }), true)
  await ledger.planErasure({ id: 'e1', subject: 'i17', decision: 'd1' }, { now })
  const erasure = await ledger.erase('e1', { subject: 'i17', now })
  assert.equal(erasure.state, 'complete')
  assert.deepEqual(await ledger.events('i17'), [])
  assert.equal(verifyInclusion(await ledger.proveInclusion(2, { size: 4 })), true)
  const grown = await ledger.proveConsistency(4)
  assert.equal(verifyConsistency(grown), true)
  assert.equal(grown.oldRoot, checkpoint.root)
  await assert.rejects(ledger.record([event('9', { kind: 'restriction_off' })]), { code: 'SUBJECT_ERASED' })
})

test('users, fields and usage', async (t) => {
  const { ledger } = await opened(t)
  const registration = {
    user: 'u1',
    name: 'Ada Invented',
    email: 'ada@example.com',
    password: 'invented horse staple',
    born: '1990-05-17',
    agreement: 'terms-3',
  }
  await ledger.register(registration, { now, passwordCost: cheap })
  const logIn = (password) =>
    ledger.logIn('ada@example.com', password, { source: 's', now, passwordCost: cheap })
  assert.equal(await logIn('invented horse staple'), 'u1')
  assert.equal(await logIn('a wrong guess'), null)
  await ledger.holdFields('i17', [{ name: 'likes', value: 2n ** 60n, expires: '2026-02-02T00:00:00Z' }], {
    now,
  })
  assert.equal((await ledger.fields('i17', { now }))[0].value, 2n ** 60n)
  const batch = { id: 'b1', at: now, usage: [{ user: 'u1', kind: 'view', units: 3 }] }
  assert.deepEqual(await ledger.meter([batch, batch]), [true, false])
  const days = { first: '2026-02-01', end: '2026-03-01' }
  const prices = [{ kind: 'view', cost: '0.1', revenue: '0.3' }]
  assert.equal((await ledger.statement('u1', { ...days, currency: 'EUR', prices })).margin, '0.6')
  await ledger.setQuota('u1', 'view', { limit: 5, period: 'month' })
  const until = { expires: '2026-02-01T13:00:00Z', now }
  assert.equal(await ledger.reserve('r1', 'u1', 'view', 2, until), 0)
  await assert.rejects(ledger.reserve('r2', 'u1', 'view', 1, until), { code: 'QUOTA_EXCEEDED' })
})

test('a copy for a person reads back in both forms', async (t) => {
  const { ledger } = await opened(t)
  const fields = ['bio', 'likesOverTime'].map((name) => ({
    name,
    value: '=1+1',
    expires: '2026-02-02T00:00:00Z',
  }))
  await ledger.holdFields('i17', fields, { now })
  await ledger.record([event('-1', { kind: 'notice_shown', notice: 'n' })])
  const categories = { likesOverTime: 'influencer.performance.likes_over_time' }
  const copies = await Promise.all(
    ['json', 'csv'].map((format) => ledger.export('i17', { now, format, categories })),
  )
  const [facts, same] = await Promise.all(copies.map((copy) => readExport(copy)))
  assert.deepEqual(facts, same)
  assert.deepEqual(
    facts.map(({ id, category }) => [id, category]),
    [
      ['field/profile/bio', 'influencer'],
      ['field/profile/likesOverTime', 'influencer.performance.likes_over_time'],
      ['event/-1', 'usage'],
    ],
  )
  await assert.rejects(ledger.export('i17', { now, to: '/nowhere/copy.json' }), {
    code: 'LEDGER_UNAVAILABLE',
  })
})

test('what is counted in memory is on disk after a flush', async (t) => {
  const { ledger } = await opened(t)
  const counter = ledger.counter()
  const [one, two] = counter.numbers([
    ['u1', 'view'],
    ['u2', 'view'],
  ])
  counter.add([one, two], [1, 2n])
  counter.add(Uint32Array.of(one, one), BigUint64Array.of(10n, 20n))
  assert.equal(await counter.flush({ at: now }), 33)
  assert.equal(await counter.flush({ at: now }), 0)
  const days = { first: '2026-02-01', end: '2026-03-01' }
  assert.deepEqual(await ledger.usage('u1', days), [{ kind: 'view', units: 31 }])
  assert.throws(() => counter.add([7], [1]), { code: 'UNKNOWN_NUMBER' })
  assert.throws(() => counter.add([one], [1, 2]), { code: 'UNEQUAL_LENGTHS' })
  for (const [numbers, units] of [
    [[one], [-1]],
    [[one], [1.5]],
    [[-1], [1]],
    [[one], ['x']],
  ]) {
    assert.throws(() => counter.add(numbers, units), { code: 'MALFORMED_ARGUMENTS' })
  }
  await ledger.close()
  await assert.rejects(counter.flush({ at: now }), { code: 'LEDGER_CLOSED' })
})

test('a server that is not there, and parameters that are none, are errors with codes', async () => {
  const options = { key, tombstones: join(tmpdir(), 'renown-tombstones') }
  const nobody = 'host=127.0.0.1 port=1 user=x dbname=x connect_timeout=2'
  await assert.rejects(Ledger.openPostgres(nobody, options), { code: 'LEDGER_UNAVAILABLE' })
  await assert.rejects(Ledger.openPostgres('nothing', options), { code: 'MALFORMED_FIELD' })
  await assert.rejects(Ledger.openPostgres(nobody, { key }), { code: 'MALFORMED_ARGUMENTS' })
})

/** A PostgreSQL server of the test's own on loopback, which refuses to run as root; none where it is not installed. */
async function postgres(t) {
  const script = `
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1); [ -n "$bin" ] || exit 1
    as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
    cd /; dir=$(as mktemp -d); trap 'rm -rf "$dir"' EXIT
    as "$bin/initdb" -D "$dir/d" -U renown -A trust -E UTF8 --no-sync > /dev/null || exit 1
    as "$bin/pg_ctl" -D "$dir/d" -w -l "$dir/log" -o "-c listen_addresses=127.0.0.1 -p $1 -k $dir" start > /dev/null || exit 1
    echo started; read -r _; as "$bin/pg_ctl" -D "$dir/d" -m immediate stop > /dev/null`
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address()
  free.close()
  const shell = spawn('sh', ['-c', script, 'sh', String(port)], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(async () => {
    shell.stdin.end('\n')
    if (shell.exitCode === null) await once(shell, 'close')
  })
  const [said] = await Promise.race([once(shell.stdout, 'data'), once(shell, 'close')])
  return String(said).startsWith('started')
    ? `host=127.0.0.1 port=${port} user=renown dbname=postgres connect_timeout=10`
    : undefined
}

test('a ledger on PostgreSQL is the same ledger', async (t) => {
  const parameters = await postgres(t)
  if (parameters === undefined) return t.skip('PostgreSQL is not installed')
  const folder = mkdtempSync(join(tmpdir(), 'renown-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const ledger = await Ledger.openPostgres(parameters, { key, tombstones: join(folder, 'tombstones') })
  await ledger.record([event('1', { kind: 'objection_made', purpose: 'marketing' })])
  assert.deepEqual((await ledger.facts('i17', { at: now })).objections, ['marketing'])
  const counter = ledger.counter()
  counter.add(counter.numbers([['u1', 'view']]), [3])
  assert.equal(await counter.flush({ at: now }), 3)
  assert.equal(await ledger.verify(), 1)
  await ledger.close()
})
