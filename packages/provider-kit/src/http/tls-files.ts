import { createReloadingFile, type ReloadingFile } from '../files/reloading-file.ts';

export interface TlsOptions {
  /** PEM file of the authorities to trust instead of the system's. */
  readonly caFile?: string;
  /** PEM files of the client certificate and its key; both or none. */
  readonly certFile?: string;
  readonly keyFile?: string;
  /** Takes any certificate. For tests and for servers behind a wire that is trusted otherwise. */
  readonly insecureSkipVerify?: boolean;
  /** The name that the certificate must carry, where it differs from the host of the URL. */
  readonly serverName?: string;
}

/** What a connection needs, and a version that changes when one of the files does. */
export interface TlsMaterial {
  readonly version: string;
  readonly connect: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly servername?: string;
    readonly rejectUnauthorized: boolean;
    readonly minVersion: 'TLSv1.2';
  };
}

/** Reads the files of `options` each time it is called; those that did not change are not read again. */
export function createTlsFiles(options: TlsOptions): () => Promise<TlsMaterial> {
  const files = (['ca', 'cert', 'key'] as const).flatMap((part): [typeof part, ReloadingFile][] => {
    const path = options[`${part}File`];
    return path === undefined ? [] : [[part, createReloadingFile(path)]];
  });
  return async () => {
    const contents = await Promise.all(
      files.map(async ([part, file]) => [part, await file.read()] as const),
    );
    return {
      version: contents.map(([, { version }]) => version).join(' '),
      connect: {
        ...Object.fromEntries(contents.map(([part, { text }]) => [part, text])),
        ...(options.serverName === undefined ? {} : { servername: options.serverName }),
        rejectUnauthorized: options.insecureSkipVerify !== true,
        minVersion: 'TLSv1.2',
      },
    };
  };
}
