export interface BackOff {
  readonly initialMs: number;
  readonly maxMs: number;
  /** The growth per attempt. Default: 2. */
  readonly factor?: number;
}

/**
 * The wait before attempt `attempt + 1` (the first attempt is 1), in milliseconds: exponential, of which a random half is
 * taken off, so that many who failed together do not come back together.
 */
export function backOffMs(attempt: number, backOff: BackOff, random: () => number): number {
  const full = Math.min(backOff.maxMs, backOff.initialMs * (backOff.factor ?? 2) ** (attempt - 1));
  return Math.round(full / 2 + (random() * full) / 2);
}
