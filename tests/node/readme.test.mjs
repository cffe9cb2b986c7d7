// What the pages show runs, and gives what it says.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Frame } from '../../bindings-node/lib/index.js'

const library = new URL('../../bindings-node/lib/index.js', import.meta.url)
const PAGES = ['README.md', 'bindings-node/README.md', 'docs/tutorial/node.md']
const pages = PAGES.map((place) => readFile(new URL(`../../${place}`, import.meta.url), 'utf8'))
const examples = (await Promise.all(pages)).flatMap((page, index) => {
  const found = [...page.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code)
  assert.ok(found.length > 0, PAGES[index])
  return found
})

/** What an example takes as given. */
const GIVEN = `
const profile = { id: 'i1', platform: 'instagram', handle: 'invented.person', followers: 1000 }
const posts = [{ influencerId: 'i1', publishedAt: new Date(0), likes: 1, comments: 1 }]
const profiles = [{ influencerId: 'i1', followers: 1000 }]
const read = [{ id: 'p1', influencerId: 'i1', platform: 'instagram', publishedAt: '2026-01-01T12:00:00Z', likes: 60, comments: 0 }]
`

/** A module that runs an example; a value with a comment after it is compared with what the comment says. */
function module(code) {
  const declares = (name) => new RegExp(`const (?:\\[|{)?[^=]*\\b${name}\\b`).test(code)
  const given = GIVEN.split('\n').filter((line) => !declares(/const (\w+)/.exec(line)?.[1] ?? '='))
  const told = code.replace(/^console\.log\((.*)\) \/\/ /gm, '$1 // ')
  const compared = told.replace(/^(\w.*\S) \/\/ (\S.*)$/gm, (line, value, said) =>
    said.includes('…') || line.startsWith('const ') ? line : `assert.deepEqual(${value}, ${said})`,
  )
  const imports = `import assert from 'node:assert/strict'\n`
  return imports + given.join('\n') + compared.replaceAll("from 'renown'", `from '${library.href}'`)
}

test('every example of the pages runs', async (t) => {
  assert.ok(examples.length >= 4)
  const folder = await mkdtemp(join(tmpdir(), 'renown-readme-'))
  const before = process.cwd()
  try {
    process.chdir(folder)
    const posts = [{ influencerId: 'i1', publishedAt: new Date(0), likes: 1, comments: 1 }]
    await writeFile('posts.arrow', (await Frame.from(posts)).toIPC())
    for (const [index, code] of examples.entries()) {
      await t.test(`example ${index + 1}`, async () => {
        const place = join(folder, `example-${index + 1}.mjs`)
        await writeFile(place, module(code))
        await import(pathToFileURL(place).href)
      })
    }
  } finally {
    process.chdir(before)
    await rm(folder, { recursive: true })
  }
})
