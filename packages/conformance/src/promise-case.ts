/** One promise of a contract and how it is tried. */
export interface PromiseCase<Lab> {
  readonly sentence: string;
  /** Resolves when it is kept; throws what was seen instead, or {@link NotApplicable}. */
  readonly run: (lab: Lab) => Promise<void>;
}

/** Thrown by a case that has nothing to try here. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** Ends the case as broken, with what was seen, unless the condition holds. */
export function must(condition: boolean, seen: string): asserts condition {
  if (!condition) throw new Error(seen);
}
