// The Node twin of ../worker.py: holds the data as frames and makes the calls of one job each time it is told to.
//
//   node worker.mjs CALLS POSTS PROFILES      CALLS is a JSON list of {function, options}
//
// It answers each line on standard input with one line of JSON: `run` makes the calls, `result FILE` writes what the
// last of them gave to FILE.0, FILE.1, … as Arrow IPC.
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import * as renown from '../../bindings-node/lib/index.js'

const [calls, posts, profiles] = process.argv.slice(2)
const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())
const answer = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)

function resident(field) {
  try {
    const line = readFileSync('/proc/self/status', 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`))
    return Number(line[1]) * 1024
  } catch {
    return null
  }
}

function forgetPeak() {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Not told on this system.
  }
}

/** Seconds of all cores that everyone has used so far. */
function busy() {
  try {
    const [, user, nice, system] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].split(/\s+/)
    return (Number(user) + Number(nice) + Number(system)) / 100
  } catch {
    return null
  }
}

const tables = {
  posts: await renown.Frame.from(readFileSync(posts), { transfer: true }),
  profiles: await renown.Frame.from(readFileSync(profiles), { transfer: true }),
}
const functions = JSON.parse(calls).map(({ function: name, options }) => [
  renown[camel(name)],
  {
    // Only rates have a denominator; the other functions take one table.
    ...(['demographics', 'credibility'].includes(name) ? {} : { profiles: tables.profiles }),
    ...Object.fromEntries(Object.entries(options).map(([key, value]) => [camel(key), value])),
  },
])
const loaded = resident('VmRSS')
answer({ rows: tables.posts.numRows, loaded })

let results = []
for await (const line of createInterface({ input: process.stdin })) {
  const [word, file] = line.split(' ')
  if (word === 'result') {
    results.forEach((result, part) => {
      writeFileSync(`${file}.${part}`, result.toIPC())
    })
    answer({ parts: results.length })
    continue
  }
  results = []
  forgetPeak()
  const [before, cpu, start] = [busy(), process.cpuUsage(), process.hrtime.bigint()]
  for (const [call, options] of functions) {
    const result = await call(tables.posts, options)
    // Several figures come as an object of frames, by the names that were asked for.
    if (result instanceof renown.Frame) results.push(result)
    else results.push(...Object.keys(result).sort().map((name) => result[name]))
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  const { user, system } = process.cpuUsage(cpu)
  const used = (user + system) / 1e6
  answer({ seconds, cpu: used, others: busy() - before - used, extra: resident('VmHWM') - loaded })
}
