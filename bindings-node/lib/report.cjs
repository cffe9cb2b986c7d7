// One influencer's report: what it holds as fields, and its other forms.
'use strict'

const { call, verbatim } = require('./calls.cjs')
const { RenownError } = require('./error.cjs')
const { encode } = require('./json.cjs')
const { given } = require('./options.cjs')

/** Whoever has this may make reports without asking the core whether they are any. */
const KEY = Symbol('report')

class Report {
  constructor(key, fields) {
    if (key !== KEY) throw new RenownError('MALFORMED_ARGUMENTS', 'a Report is read by Report.from(data)')
    Object.assign(this, fields)
    Object.freeze(this)
  }

  static from(written) {
    if (written instanceof Report) return written
    return new Report(
      KEY,
      call('read_report', { report: typeof written === 'string' ? parsed(written) : written }),
    )
  }

  get charts() {
    return call('report_charts', { report: this })
  }

  chart(kind = 'overview') {
    return verbatim('report_chart', { report: this, kind })
  }

  text(options) {
    return call('report_text', { report: this, ...given(options) })
  }

  toHtml() {
    return call('report_html', { report: this })
  }

  /** The form of docs/schema/report.json, which every language reads. */
  toJson() {
    return encode({ ...this })
  }

  /** Shows no name. */
  [Symbol.for('nodejs.util.inspect.custom')]() {
    return `Report { platform: ${this.identity.platform}, generatedAt: ${this.generatedAt} }`
  }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    throw new RenownError('MALFORMED_ARGUMENTS', 'the text is no JSON')
  }
}

/** What the core answered, with the report as a Report. */
const shown = ({ report, receipt }) => ({ report: new Report(KEY, report), receipt })

module.exports = { Report, shown }
