export interface BackOff {
  /** The pause before the next attempt, longer each time: half of it fixed, half random. */
  next(): number;
  reset(): void;
}

export function createBackOff(firstMs: number, longestMs: number, random: () => number): BackOff {
  let failures = 0;
  return {
    next: () => {
      const ms = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 30));
      failures++;
      return ms / 2 + (ms / 2) * random();
    },
    reset: () => {
      failures = 0;
    },
  };
}
