import type { ReplyHeaders } from './http-transport.ts';

/** How long the service asks us to wait (RFC 9110, 10.2.3: seconds or a date), in milliseconds from `nowMs`; `undefined` when it does not say. */
export function retryAfterMs(
  reply: { readonly headers: ReplyHeaders },
  nowMs: number,
): number | undefined {
  const value = reply.headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
