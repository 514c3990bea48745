import type { Gauge } from 'prom-client';

/** Fills a gauge with one label anew, so that values that are gone disappear; label values in lower case as upstream's. */
export function refill<L extends string>(
  gauge: Gauge<L>,
  label: L,
  values: ReadonlyMap<string, number>,
): void {
  gauge.reset();
  for (const [value, count] of values) {
    const labels = { [label]: value.toLowerCase() } as Record<L, string>;
    gauge.inc(labels, count);
  }
}

export function total(values: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of values.values()) sum += count;
  return sum;
}
