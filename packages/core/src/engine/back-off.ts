export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * How long to wait after so many failures in a row: doubling, between half and all of it by chance, so that what failed
 * together does not come back together. Never less than what the service asked for.
 *
 * @param random between 0 and 1
 */
export function backOffMs(
  backOff: BackOff,
  failures: number,
  random: () => number,
  retryAfterMs = 0,
): number {
  const full = Math.min(backOff.mostMs, backOff.firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.max(retryAfterMs, Math.round(full * (0.5 + random() / 2)));
}
