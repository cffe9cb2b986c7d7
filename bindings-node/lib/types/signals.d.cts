// What a browser or a consent platform says about a person's choices.

/** A field: a choice (0 not applicable, 1 yes or opted out, 2 no), choices by category, identifiers, a time, … */
export type SignalValue =
  | boolean
  | number
  | string
  | readonly number[]
  | readonly {
      readonly purpose: number
      readonly restriction: number
      /** First and last of each range. */
      readonly vendors: readonly (readonly [number, number])[]
    }[]

/** Fields by name, in segments by name. */
export type SignalSegments = Readonly<Record<string, Readonly<Record<string, SignalValue>>>>

export interface GppSection {
  readonly id: number
  /** The prefix of its API, as in `usca`; null for a section that is not known here. */
  readonly name: string | null
  readonly version?: number
  readonly segments?: SignalSegments
  /** The text of a section that is not known here. */
  readonly opaque?: string
}

/** A section to be written: named by `id` or by `name`. */
export interface GppSectionToWrite {
  readonly id?: number
  readonly name?: string | null
  readonly version?: number | null
  readonly segments?: SignalSegments
  readonly opaque?: string
}

export interface GppEffects {
  /** What all sections together opt out of, as in `sale`, `sensitive_data.health`. */
  readonly optOuts: readonly string[]
  readonly sections: readonly {
    readonly id: number
    readonly name: string | null
    readonly optOuts: readonly string[]
  }[]
  /** Sections that are not known here: for a person to look at, never a permission. */
  readonly notUnderstood: readonly number[]
}

export interface TcString {
  readonly version: number
  readonly segments: SignalSegments
}

export interface GpcEffects {
  readonly on: boolean
  readonly optOuts: readonly string[]
}

export type GpcEvent =
  | {
      readonly kind: 'visit'
      readonly at: string | Date
      readonly on: boolean
      readonly device: string
      readonly profile?: string | null
      readonly consumer?: string | null
    }
  | {
      readonly kind: 'programme'
      readonly at: string | Date
      readonly consumer: string
      readonly programme: string
      readonly answer: 'member' | 'affirmed' | 'declined'
    }

export interface GpcOptOuts {
  readonly optedOut: readonly {
    readonly scope: 'device' | 'profile' | 'consumer'
    readonly id: string
    readonly since: string
  }[]
  readonly programmes: readonly {
    readonly consumer: string
    readonly programme: string
    readonly standing: 'no_conflict' | 'tell_and_ask' | 'honour' | 'excepted'
  }[]
}

export declare function gppDecode(string: string): { readonly sections: readonly GppSection[] }
export declare function gppEncode(sections: readonly GppSectionToWrite[]): string
export declare function gppEffects(string: string): GppEffects

/** Strings of the Global Privacy Platform. */
export declare const gpp: {
  readonly decode: typeof gppDecode
  readonly encode: typeof gppEncode
  readonly effects: typeof gppEffects
}

export declare function tcfDecode(string: string): TcString
/** Version 2 where none is stated. */
export declare function tcfEncode(
  segments: SignalSegments,
  options?: { readonly version?: number | null },
): string

/** TC strings. */
export declare const tcf: { readonly decode: typeof tcfDecode; readonly encode: typeof tcfEncode }

/** Whether `Sec-GPC` is on by the values of its headers, and what it opts out of. */
export declare function gpc(headerValues: readonly string[]): GpcEffects
/** What a site says of its support at `/.well-known/gpc.json`. */
export declare function gpcSupport(body: string): {
  readonly support: 'yes' | 'no' | 'unknown'
  readonly lastUpdate: string | null
}
/** Who is opted out since when, after visits with and without the signal. */
export declare function gpcOptOuts(events: readonly GpcEvent[]): GpcOptOuts
