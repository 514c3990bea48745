import { createSecureContext } from 'node:tls';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { createReloadingFile, type ReloadingFile, type TlsOptions } from '@org/dns-provider-kit';
import type { EtcdLibrary } from './etcd-library.ts';

export interface EtcdCredentials {
  /** Changes when a file does. */
  readonly version: string;
  create(): ChannelCredentials;
}

/** Credentials of connections; the files are looked at each time. Rejects when one cannot be read or used. */
export function createCredentialsSource(
  { grpc }: EtcdLibrary,
  tls: TlsOptions | undefined,
): () => Promise<EtcdCredentials> {
  if (tls === undefined)
    return async () => ({ version: '', create: () => grpc.credentials.createInsecure() });
  const files = (['ca', 'cert', 'key'] as const).flatMap((part): [string, ReloadingFile][] => {
    const path = tls[`${part}File`];
    return path === undefined ? [] : [[part, createReloadingFile(path)]];
  });
  return async () => {
    const contents = await Promise.all(
      files.map(async ([part, file]) => [part, await file.read()] as const),
    );
    return {
      version: contents.map(([, { version }]) => version).join(' '),
      create: () =>
        grpc.credentials.createFromSecureContext(
          createSecureContext({
            ...Object.fromEntries(contents.map(([part, { text }]) => [part, text])),
            minVersion: 'TLSv1.2',
          }),
          tls.insecureSkipVerify === true
            ? { rejectUnauthorized: false, checkServerIdentity: () => undefined }
            : {},
        ),
    };
  };
}
