// Records of consent, and what held at an instant.

export type ConsentChannel = 'web' | 'app' | 'email' | 'telephone' | 'paper' | 'in_person'

export interface ConsentMeans {
  readonly channel: ConsentChannel
  readonly steps: number
}

/** What a person did; the last four are no consent. */
export type ConsentAct =
  | 'box_ticked'
  | 'button_pressed'
  | 'setting_chosen'
  | 'signed'
  | 'spoken'
  | 'double_opt_in'
  | 'pre_ticked_box'
  | 'silence'
  | 'continued_use'
  | 'acceptance_of_terms'

/** Something that happened. Being told and accepting are never consent. */
export type ConsentEntry =
  | {
      readonly kind: 'notified' | 'accepted'
      readonly subject: string
      /** SHA-256 of the text, as `consentText` gives it. */
      readonly text: string
      readonly at: string | Date
    }
  | {
      readonly kind: 'given'
      readonly id: string
      readonly subject: string
      readonly controller: string
      readonly text: string
      readonly language?: string | null
      readonly purposes: readonly string[]
      readonly categories?: readonly string[]
      readonly recipients?: readonly string[]
      /** As in `IE` or `US-CA`. */
      readonly jurisdiction: string
      readonly at: string | Date
      readonly expiresAt?: string | Date | null
      readonly act: ConsentAct
      readonly means: ConsentMeans
      readonly withdrawal: readonly ConsentMeans[]
      readonly evidence?: readonly { readonly reference: string; readonly sha256?: string | null }[]
      readonly age?: number | null
      readonly guardian?: string | null
    }
  | {
      readonly kind: 'refused'
      readonly subject: string
      readonly text: string
      readonly purposes: readonly string[]
      readonly at: string | Date
    }
  | {
      readonly kind: 'withdrawn'
      readonly subject: string
      readonly consent?: string | null
      readonly purposes?: readonly string[]
      readonly at: string | Date
    }

export interface Consented {
  readonly purpose: string
  readonly text: string
  readonly consent: string
  readonly since: string
  readonly expiresAt: string | null
}

export type ConsentState =
  | ({ readonly state: 'consented' } & Consented)
  | { readonly state: 'withdrawn' | 'refused' | 'expired'; readonly at: string }
  | { readonly state: 'never' }

export interface ConsentStates {
  readonly notified: readonly string[]
  readonly accepted: readonly string[]
  readonly consented: readonly Consented[]
}

/** The hash by which records name a text. */
export declare function consentText(text: string): string
/** Entries as they are written, checked against each other. */
export declare function consentRead(entries: readonly ConsentEntry[]): readonly ConsentEntry[]
/** How a person stood to a purpose at an instant, under one text or under any. */
export declare function consentAt(question: {
  readonly entries: readonly ConsentEntry[]
  readonly subject: string
  readonly purpose: string
  readonly text?: string | null
  readonly at: string | Date
}): ConsentState
export declare function consentStates(question: {
  readonly entries: readonly ConsentEntry[]
  readonly subject: string
  readonly at: string | Date
}): ConsentStates
/** One consent with what became of it, in the fields of ISO/IEC TS 27560. */
export declare function consentIso27560(question: {
  readonly entries: readonly ConsentEntry[]
  readonly consent: string
  readonly at: string | Date
}): Readonly<Record<string, unknown>>
/** What a document leaves unsaid: nothing is guessed. */
export interface ConsentUnsaid {
  readonly controller?: string
  readonly jurisdiction?: string
  /** The hash of the text that was shown, as `consentText` gives it. */
  readonly text?: string
  readonly act?: ConsentAct
  readonly means?: ConsentMeans
  readonly withdrawal?: readonly ConsentMeans[]
  /** Which purpose of the vocabulary a name of the document stands for. */
  readonly purposeOf?: Readonly<Record<string, string>>
  /** Which category of the vocabulary a name of the document stands for. */
  readonly categoryOf?: Readonly<Record<string, string>>
}
/** The entries of a record of ISO/IEC TS 27560, as `consentIso27560` writes it or as others do. */
export declare function readConsentIso27560(
  document: Readonly<Record<string, unknown>>,
  unsaid?: ConsentUnsaid,
): readonly ConsentEntry[]
/** From which age a child may consent alone, in a country on a day. */
export declare function consentAge(
  country: string,
  on: string,
): {
  readonly country: string
  readonly age: number
  readonly from: string
  readonly place: string
  readonly verified: boolean
}
/** Who must opt in before a person's data is sold (California), and from when on they may be asked again. */
export declare function saleOptIn(
  age: number,
  options?: { readonly refusedOn?: string | null; readonly sixteenthBirthday?: string | null },
): { readonly who: 'parent' | 'minor' | 'nobody'; readonly askAgainFrom: string | null }
