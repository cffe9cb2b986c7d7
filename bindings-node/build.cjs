// Builds the native half with cargo and puts it where the JavaScript half looks for it. `--workspace` takes it from a
// development build of the whole workspace, which the tests of Rust have made most of: quick to build, slower to run.
'use strict'

const { spawnSync } = require('node:child_process')
const { copyFileSync, existsSync, renameSync } = require('node:fs')
const { join } = require('node:path')

const built = join(__dirname, 'renown.node')

const RELEASE = ['--package', 'renown-node', '--release']
const WORKSPACE = ['--workspace', '--all-features']

/** The library that cargo says it has made. */
function compile(what) {
  const { error, status, stdout } = spawnSync(
    'cargo',
    ['build', '--locked', ...what, '--message-format', 'json-render-diagnostics'],
    {
      cwd: __dirname,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  if (error !== undefined) throw new Error(`cargo does not start (${error.message}); install Rust`)
  if (status !== 0) throw new Error(`cargo ended with ${status}`)
  const messages = stdout.split('\n').filter((line) => line.startsWith('{'))
  const made = messages.map((line) => JSON.parse(line)).filter(({ target }) => target?.name === 'renown_node')
  const library = made
    .flatMap(({ filenames = [] }) => filenames)
    .find((name) => /\.(so|dylib|dll)$/.test(name))
  if (library === undefined) throw new Error('cargo made no library')
  return library
}

if (existsSync(join(__dirname, 'Cargo.toml'))) {
  const library = compile(process.argv.includes('--workspace') ? WORKSPACE : RELEASE)
  // A process that runs has the file mapped: it keeps the old one, instead of a new one under its feet.
  copyFileSync(library, `${built}.new`)
  renameSync(`${built}.new`, built)
} else if (!existsSync(built)) {
  throw new Error(`${built} is missing, and the sources to build it from are not here`)
}
