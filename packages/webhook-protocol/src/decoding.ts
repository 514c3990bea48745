/** What came out of a body: the value, or one sentence on what is wrong with it. */
export type Decoding<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

export function decoded<T>(value: T): Decoding<T> {
  return { ok: true, value };
}

export function malformed(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}
