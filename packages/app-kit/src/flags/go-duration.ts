const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 60e3,
  h: 3_600e3,
  d: 86_400e3,
  w: 604_800e3,
};

const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)/gy;

/**
 * Milliseconds of a duration as Go writes it (`1h30m`, `1.5s`, `-3m`; `time.ParseDuration`) with days (`d`) and weeks (`w`)
 * beside. A unit is mandatory except for `0`. `undefined`: not a duration.
 */
export function parseGoDuration(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const rest = text.replace(/^[+-]/, '');
  if (rest === '0') return 0;
  let ms = 0;
  let end = 0;
  for (const match of rest.matchAll(part)) {
    ms += Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0);
    end = match.index + match[0].length;
  }
  return end > 0 && end === rest.length ? sign * ms : undefined;
}
