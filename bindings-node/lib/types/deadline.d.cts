// By when a request of a person must be answered.

/** Days of an office's own, where none of the shipped calendars fits. */
export interface OfficeCalendar {
  readonly name: string
  readonly weekend: readonly ('Mon' | 'Tue' | 'Wed' | 'Thu' | 'Fri' | 'Sat' | 'Sun')[]
  /** Days, as in `2026-12-25`. */
  readonly holidays: readonly string[]
  readonly firstYear: number
  readonly lastYear: number
}

export interface DeadlineQuestion {
  /** As in `gdpr`. */
  readonly regime: string
  /** As in `access`. */
  readonly right: string
  /** A day of the office, as in `2026-01-31`, or an instant. */
  readonly received: string | Date
  /** The office's IANA zone, in which an instant of receipt becomes a day; UTC by default. */
  readonly zone?: string | null
  /** The name of a shipped calendar, as in `IE`, or one of your own. */
  readonly calendar?: string | OfficeCalendar | null
  /** `usual`, `conservative`, or the name of a reading. */
  readonly reading?: string | null
  readonly suspensions?: readonly { readonly from: string; readonly until: string }[]
  readonly suspend?: boolean
  readonly extendedOn?: string | null
}

export interface Clock {
  readonly id: string
  readonly kind: 'by' | 'not_before' | 'back_to'
  readonly raw: string
  readonly due: string
  /** What each reading of the rule gives, by its name. */
  readonly readings: Readonly<Record<string, string>>
  readonly ifSuspended: string | null
  readonly extension: ClockExtension | null
  readonly cites: readonly { readonly place: string; readonly strength: string; readonly verified: boolean }[]
}

/** What became of an extension. */
export interface ClockExtension {
  readonly announcedOn: string
  readonly latest: string
  readonly valid: boolean
}

export interface Deadlines {
  readonly regime: string
  readonly right: string
  readonly calendar: string | null
  /** The day of receipt in the office's zone, from which is counted. */
  readonly receivedOn: string
  readonly receivedOnInUtc: string
  readonly clocks: readonly Clock[]
}

/** By when a request must be answered: every clock that runs, with every reading of it. */
export declare function deadline(question: DeadlineQuestion): Deadlines
