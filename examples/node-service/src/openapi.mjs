// The OpenAPI document: the routes as they check what comes in, and what goes out from docs/schema, with the names of
// fields as JavaScript has them.
import { readFile } from 'node:fs/promises'

const SCHEMAS = new URL('../../../docs/schema/', import.meta.url)
const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())

/** A schema of docs/schema as components: its own, and what it names. */
async function components(file, name) {
  const { $schema, $defs = {}, ...schema } = JSON.parse(await readFile(new URL(file, SCHEMAS), 'utf8'))
  const all = { [name]: schema, ...Object.fromEntries(Object.entries($defs).map(([key, def]) => [key, def])) }
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, placed(value)]))
}

/** With references to components, and with properties in camelCase. */
function placed(schema) {
  if (Array.isArray(schema)) return schema.map(placed)
  if (schema === null || typeof schema !== 'object') return schema
  const entries = Object.entries(schema).map(([key, value]) => {
    if (key === '$ref') return [key, value.replace('#/$defs/', '#/components/schemas/')]
    if (key === 'properties') {
      return [
        key,
        Object.fromEntries(Object.entries(value).map(([name, entry]) => [camel(name), placed(entry)])),
      ]
    }
    if (key === 'required') return [key, value.map(camel)]
    return [key, key === 'enum' || key === 'const' || key === 'default' ? value : placed(value)]
  })
  return Object.fromEntries(entries)
}

const json = (schema) => ({ 'application/json': { schema } })

export async function openapi(routes) {
  const paths = {}
  for (const { method, url, schema = {} } of routes) {
    const path = url.replace(/:(\w+)/g, '{$1}')
    const parameter = (place) =>
      Object.entries(schema[place]?.properties ?? {}).map(([name, own]) => ({
        name,
        in: place === 'params' ? 'path' : 'query',
        required: place === 'params' || (schema[place].required ?? []).includes(name),
        schema: own,
      }))
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        summary: schema.summary,
        security: schema.open ? [] : [{ token: [] }],
        parameters: [...parameter('params'), ...parameter('querystring')],
        ...(schema.body ? { requestBody: { required: true, content: json(schema.body) } } : {}),
        responses: {
          200: { description: 'the answer', content: json(schema.answer ?? {}) },
          default: {
            description: 'what was wrong, with the code of renown',
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        },
      },
    }
  }
  const Problem = {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'code'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      code: { type: 'string', description: 'docs/errors.md lists them' },
    },
  }
  return {
    openapi: '3.1.0',
    info: { title: 'renown', version: '1', description: 'Influencers, found and reported on by policy' },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { ...(await components('report.json', 'Report')), Problem },
    },
  }
}
