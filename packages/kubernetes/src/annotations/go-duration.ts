const unitNanoseconds: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n, // U+00B5
  μs: 1_000n, // U+03BC
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const whole = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const terms = /(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g;
const longest = (1n << 63n) - 1n;

/**
 * The nanoseconds of a duration as Go's `time.ParseDuration` reads it: `30s`, `1h10m`, `1.5h`, with an optional sign.
 * `undefined` where Go gives an error, which includes durations beyond 292 years.
 */
export function parseGoDuration(text: string): bigint | undefined {
  if (/^[+-]?0$/.test(text)) return 0n;
  if (!whole.test(text)) return undefined;
  let nanoseconds = 0n;
  for (const [, digits = '', fraction = '', unit = ''] of text.matchAll(terms)) {
    const size = unitNanoseconds[unit] ?? 0n;
    nanoseconds += BigInt(digits || '0') * size;
    if (fraction) nanoseconds += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
    if (nanoseconds > longest) return undefined;
  }
  return text.startsWith('-') ? -nanoseconds : nanoseconds;
}
