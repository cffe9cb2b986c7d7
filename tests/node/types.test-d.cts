// The same package by `require`.
import renown = require('../../bindings-node/lib/index.cjs')

const figure: renown.Figure = renown.wilson(1, 2)
const frame: Promise<renown.Frame> = renown.Frame.from([{ likes: 1 }])

export { figure, frame }
