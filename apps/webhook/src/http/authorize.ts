import { createHash, timingSafeEqual } from 'node:crypto';
import type { SecretSource } from '@org/dns-provider-kit';
import { textReply, type Handler } from './message.ts';

/** Only requests with the token reach `handle`; the others get 401 and are told that a token is asked for. */
export function withToken(handle: Handler, token: SecretSource): Handler {
  return async (request, signal) => {
    const given = /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    if (given !== undefined && isSame(given, (await token()).reveal()))
      return handle(request, signal);
    return textReply(
      401,
      given === undefined ? 'a bearer token is needed' : 'the bearer token is not the right one',
      { 'www-authenticate': 'Bearer realm="external-dns-webhook"' },
    );
  };
}

/** Takes as long whatever the texts have in common. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
