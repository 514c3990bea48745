/** What became of one promise. Every case is one promise of the contract, as a sentence. */
export type CaseResult =
  | { readonly sentence: string; readonly outcome: 'kept' }
  /** `because`: what was seen instead, or why a waiver is wrong. */
  | { readonly sentence: string; readonly outcome: 'broken'; readonly because: string }
  /** Broken, and there is a reason for it. */
  | { readonly sentence: string; readonly outcome: 'waived'; readonly because: string }
  /** The capabilities, or what the check was given, say that it does not apply. */
  | { readonly sentence: string; readonly outcome: 'not-applicable'; readonly because: string };

/** Reasons why a promise is not kept, by its sentence. A waiver of a promise that is kept is a failure. */
export type Waivers = Readonly<Record<string, string>>;
