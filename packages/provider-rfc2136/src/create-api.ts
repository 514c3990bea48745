import { ProviderError, type Clock } from '@org/dns-core';
import type { Rfc2136Options, TsigSettings } from './options.ts';
import { createRfc2136Api, type Rfc2136Api } from './rfc2136-api.ts';
import { createDnsClient } from './transport/dns-client.ts';
import { createOpenSocket } from './transport/open-socket.ts';
import { secretBytes, type TsigKey } from './wire/tsig-key.ts';

/** Connections that nobody uses are closed after so long; BIND closes them after 30 s. */
const idleMs = 5000;

/** The requests to servers as the options say: over TCP or TLS, signed or not. */
export function createApiFor(options: Rfc2136Options, clock: Clock): Rfc2136Api {
  const { tls, tsig, connectTimeoutMs = 5000, answerTimeoutMs = 10_000 } = options;
  const open = createOpenSocket({ ...(tls === undefined ? {} : { tls }), connectTimeoutMs, clock });
  const key = async () => (tsig === undefined ? undefined : readKey(tsig));
  return createRfc2136Api(createDnsClient({ open, clock, key, answerTimeoutMs, idleMs }));
}

async function readKey({ keyName, algorithm, secret }: TsigSettings): Promise<TsigKey> {
  const value = await secret().catch((error: Error) => {
    throw new ProviderError('unauthorized', `TSIG key ${keyName}: ${error.message}`, {
      cause: error,
    });
  });
  if (secretBytes(value) === undefined)
    throw new ProviderError(
      'unauthorized',
      `the secret of the TSIG key ${keyName} is not base64; take it as tsig-keygen prints it`,
    );
  return { name: `${keyName.replace(/\.$/, '')}.`, algorithm, secret: value };
}
