/** One `%…` of a format: its flags, width, precision and letter. */
export interface Verb {
  readonly letter: string;
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

/** `%v`. */
export const plainVerb: Verb = {
  letter: 'v',
  plus: false,
  minus: false,
  sharp: false,
  space: false,
  zero: false,
  width: undefined,
  precision: undefined,
};

/** Fills a text up to the width of its verb, counted in code points. */
export function pad(text: string, verb: Verb, zeros = verb.zero): string {
  if (verb.width === undefined) return text;
  const missing =
    verb.width - (text.length > verb.width * 2 ? verb.width : Array.from(text).length);
  if (missing <= 0) return text;
  return verb.minus ? text + ' '.repeat(missing) : (zeros ? '0' : ' ').repeat(missing) + text;
}
