// The copy of apache-arrow beside the package, as the two modules that it is.
import { createRequire } from 'node:module'

export * as arrow from '../../bindings-node/node_modules/apache-arrow/Arrow.node.mjs'
export const required = createRequire(new URL('../../bindings-node/package.json', import.meta.url))(
  'apache-arrow',
)
