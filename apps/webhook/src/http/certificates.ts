import type { SecureContextOptions, TlsOptions } from 'node:tls';
import type { Clock } from '@org/dns-core';
import { createReloadingFile } from '@org/dns-provider-kit';
import type { ServerSettings } from '../config.ts';

const lookEveryMs = 10_000;

export interface WatchedCertificates {
  readonly current: TlsOptions;
  onChange(listener: (changed: SecureContextOptions) => void): void;
  close(): void;
}

/** The certificate, key and client authorities; looked at every ten seconds, as mounted Secrets are replaced at any time. */
export async function watchCertificates(
  files: NonNullable<ServerSettings['tls']>,
  clock: Clock,
): Promise<WatchedCertificates> {
  const cert = createReloadingFile(files.certFile);
  const key = createReloadingFile(files.keyFile);
  const ca = files.caFile === undefined ? undefined : createReloadingFile(files.caFile);

  const read = async (): Promise<{ version: string; options: TlsOptions }> => {
    const [certText, keyText, caText] = await Promise.all([cert.read(), key.read(), ca?.read()]);
    return {
      version: [certText, keyText, caText].map((file) => file?.version ?? '').join(' '),
      options: {
        cert: certText.text,
        key: keyText.text,
        minVersion: 'TLSv1.2',
        ...(caText === undefined
          ? {}
          : { ca: caText.text, requestCert: true, rejectUnauthorized: true }),
      },
    };
  };

  let { version, options } = await read();
  const listeners: ((changed: SecureContextOptions) => void)[] = [];
  let closed = false;
  let cancel = (): void => {};
  const look = async (): Promise<void> => {
    try {
      const next = await read();
      if (next.version !== version) {
        // A certificate and a key that do not fit yet (a rotation half way) throw; the next look tries again.
        for (const listener of listeners) listener(next.options);
        ({ version, options } = next);
      }
    } catch {
      // What is in use stays in use.
    }
    if (!closed) cancel = clock.after(lookEveryMs, () => void look());
  };
  cancel = clock.after(lookEveryMs, () => void look());
  return {
    get current() {
      return options;
    },
    onChange: (listener) => void listeners.push(listener),
    close: () => {
      closed = true;
      cancel();
    },
  };
}
