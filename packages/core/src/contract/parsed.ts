/** What is wrong with one setting. */
export interface ConfigProblem {
  /** The setting: a path such as `servers[0].url`, or a flag. */
  readonly path: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** All problems at once, or the typed value; after it nothing is checked again. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };
