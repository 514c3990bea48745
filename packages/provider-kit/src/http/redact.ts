import { Secret } from '@org/dns-core';
import type { Redact, RequestHeaders } from './http-transport.ts';

/** Blots the secrets in some headers out of a text, also where only the token after `Bearer` is repeated; `undefined` where there are none. */
export function redactFor(headers: RequestHeaders = {}): Redact | undefined {
  const values = Object.values(headers)
    .filter((value) => value instanceof Secret)
    .flatMap((secret) => [secret.reveal(), ...secret.reveal().split(' ').slice(1)])
    .filter((value) => value !== '');
  if (values.length === 0) return undefined;
  return (text) => values.reduce((clean, value) => clean.replaceAll(value, '[secret]'), text);
}
