// The service as a process: its settings are a file, its keys and tokens in it, so keep it where only it can read.
//
//   node src/main.mjs settings.json
import { readFile } from 'node:fs/promises'
import { service } from './service.mjs'

const [place] = process.argv.slice(2)
if (place === undefined) {
  console.error('node src/main.mjs settings.json')
  process.exit(2)
}
const { host = '127.0.0.1', port = 8080, folder, tenants } = JSON.parse(await readFile(place, 'utf8'))
const app = await service({
  folder,
  tenants: tenants.map((tenant) => ({ ...tenant, key: Buffer.from(tenant.key, 'base64') })),
  // Neither queries nor headers: both may hold what is personal.
  logger: { level: 'warn', serializers: { req: ({ method }) => ({ method }) } },
})

let closing = false
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (closing) return
    closing = true
    // What is being answered is answered, and written down; then the ledgers close.
    await app.close()
    process.exit(0)
  })
}
console.log(await app.listen({ host, port }))
