import { readFile } from 'node:fs/promises';
import type { Agent } from 'node:http';
import type { SecureContextOptions } from 'node:tls';
import type { Clock } from '@org/dns-core';
import type { Connection, Pem } from './connection.ts';

/** How long a token or certificate that was read from a file is used before it is read again. */
const rereadMs = 60_000;

/** What a request to the API server carries. */
export interface Authentication {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: SecureContextOptions & {
    readonly servername?: string;
    readonly rejectUnauthorized?: boolean;
  };
  /** Connects through a proxy; absent: straight to the server. */
  readonly proxy?: Agent;
}

export interface Credentials {
  /** What to send now; files are read again after a minute, plugins run again when their token ends. */
  current(): Promise<Authentication>;
  /** The server said 401: what is kept is not trusted any more. */
  refused(): void;
}

/** Credentials of a connection. Plugins and proxies are left to `@kubernetes/client-node`, loaded only then. */
export function createCredentials(connection: Connection, clock: Clock): Credentials {
  let kept: { authentication: Promise<Authentication>; readAtMs: number } | undefined;
  const needsLibrary = connection.plugin !== undefined || connection.proxyUrl !== undefined;
  let library: Promise<Credentials> | undefined;

  const read = async (): Promise<Authentication> => {
    const [ca, cert, key, token] = await Promise.all([
      readPem(connection.certificateAuthority, 'certificate-authority'),
      readPem(connection.clientCertificate?.certificate, 'client-certificate'),
      readPem(connection.clientCertificate?.key, 'client-key'),
      connection.tokenFile
        ? readCredential(connection.tokenFile, 'the token')
        : connection.token?.reveal(),
    ]);
    const headers: Record<string, string | string[]> = impersonationHeaders(connection);
    if (token) headers['authorization'] = `Bearer ${token.trim()}`;
    else if (connection.basic) {
      const { username, password } = connection.basic;
      const pair = Buffer.from(`${username}:${password.reveal()}`).toString('base64');
      headers['authorization'] = `Basic ${pair}`;
    }
    return {
      headers,
      tls: {
        ...(ca && { ca }),
        ...(cert && { cert }),
        ...(key && { key }),
        ...(connection.tlsServerName && { servername: connection.tlsServerName }),
        ...(connection.skipTlsVerify && { rejectUnauthorized: false }),
      },
    };
  };

  const plain = (): Promise<Authentication> => {
    if (kept && clock.now() - kept.readAtMs < rereadMs) return kept.authentication;
    const fresh = { authentication: read(), readAtMs: clock.now() };
    fresh.authentication.catch(() => {
      if (kept === fresh) kept = undefined;
    });
    kept = fresh;
    return fresh.authentication;
  };

  return {
    current: async () => {
      const authentication = await plain();
      if (!needsLibrary) return authentication;
      library ??= import('./library-credentials.ts').then(({ createLibraryCredentials }) =>
        createLibraryCredentials(connection, plain),
      );
      return (await library).current();
    },
    refused: () => {
      kept = undefined;
      void library?.then((credentials) => credentials.refused());
    },
  };
}

async function readPem(pem: Pem | undefined, what: string): Promise<string | undefined> {
  if (!pem) return undefined;
  return 'text' in pem ? pem.text.reveal() : readCredential(pem.file, what);
}

function readCredential(file: string, what: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${what} for the API server cannot be read from ${file}`, { cause });
  });
}

function impersonationHeaders(connection: Connection): Record<string, string | string[]> {
  const { impersonate } = connection;
  if (!impersonate) return {};
  return {
    'impersonate-user': impersonate.user,
    ...(impersonate.uid && { 'impersonate-uid': impersonate.uid }),
    ...(impersonate.groups.length > 0 && { 'impersonate-group': [...impersonate.groups] }),
    ...Object.fromEntries(
      Object.entries(impersonate.extra).map(([key, values]) => [
        `impersonate-extra-${encodeURIComponent(key).toLowerCase()}`,
        [...values],
      ]),
    ),
  };
}
