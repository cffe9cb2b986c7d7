// Errors as RFC 9457 has them, with the `code` of renown where the error is one of its own.
import { RenownError } from './renown.mjs'

export class Problem extends Error {
  constructor(status, code, message) {
    super(message)
    this.status = status
    this.code = code
  }
}

const STATUS = {
  CANCELLED: 499,
  ERASED_SUBJECT: 410,
  FIELD_NOT_PERMITTED: 403,
  ID_REUSED: 409,
  LEDGER_BUSY: 503,
  LEDGER_CLOSED: 503,
  NOT_PERMITTED: 403,
  PERMIT_EXPIRED: 403,
  QUOTA_EXCEEDED: 429,
  SUBJECT_ERASED: 410,
  SUPPRESSED: 410,
  THROTTLED: 429,
}

/** Codes of which the fault lies here, with the disk, the file or its keys, and not in what was asked. */
const OURS =
  /^(LEDGER_(CORRUPT|READ_ONLY|UNAVAILABLE)|DISK_FULL|NO_RANDOMNESS|STORE_FAILED|TOMBSTONE.*|INTERNAL.*|PANICKED)$/

/** The status, and the body of type application/problem+json. */
export function problem(error) {
  if (error instanceof Problem) return body(error.status, error.code, error.message)
  if (error instanceof RenownError) {
    if (OURS.test(error.code)) return body(500, error.code, 'the service cannot answer; its log says why')
    return body(STATUS[error.code] ?? 400, error.code, error.message)
  }
  if (error.name === 'AbortError') return body(499, 'CANCELLED', 'the client left')
  if (error.validation !== undefined) return body(400, 'MALFORMED_REQUEST', error.message)
  const status = error.statusCode ?? 500
  // What a library says of a fault of ours may quote data.
  return status < 500
    ? body(status, 'MALFORMED_REQUEST', error.message)
    : body(status, 'INTERNAL', 'the service cannot answer; its log says why')
}

function body(status, code, detail) {
  return { type: `urn:renown:${code.toLowerCase()}`, title: code.replaceAll('_', ' '), status, detail, code }
}
