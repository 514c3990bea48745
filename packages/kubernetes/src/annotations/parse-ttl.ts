import { parseGoDuration } from './go-duration.ts';

export type ParsedTtl =
  | { readonly ok: true; readonly seconds: number }
  | { readonly ok: false; readonly reason: string };

const most = 2_147_483_647;

/**
 * The seconds of a `ttl` annotation: a Go duration, cut to whole seconds, or a plain number of seconds, from 1 to
 * 2147483647 (RFC 2181, section 8). White space is not trimmed, as upstream (`source/annotations/processors.go`).
 */
export function parseTtl(text: string): ParsedTtl {
  const nanoseconds = parseGoDuration(text);
  if (nanoseconds === undefined && !/^[+-]?\d+$/.test(text)) {
    return { ok: false, reason: 'is neither seconds nor a duration such as 10m' };
  }
  const seconds = nanoseconds === undefined ? Number(text) : Number(nanoseconds / 1_000_000_000n);
  if (seconds < 1 || seconds > most) {
    return { ok: false, reason: `is not between 1 and ${most} seconds` };
  }
  return { ok: true, seconds };
}
