'use strict'

const { RenownError } = require('./error.cjs')

module.exports = { RenownError, ...require('./plain.cjs') }
