// In a program of your own: import … from 'renown'
export * from '../../../bindings-node/lib/index.js'
