import {
  createReloadingFile,
  type FileContent,
  type ReloadingFile,
} from '../files/reloading-file.ts';

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

/** What a file is for, and the flag of the programs that names it. */
const purposes = {
  ca: 'the authorities to trust (--tls-ca)',
  cert: 'the client certificate (--tls-client-cert)',
  key: 'the key of the client certificate (--tls-client-cert-key)',
} as const;

/**
 * Reads the files of `options` each time it is called; those that did not change are not read again. Rejects with an error that
 * says which file cannot be read and what it is for.
 */
export function createTlsFiles(options: TlsOptions): () => Promise<TlsMaterial> {
  const files = (['ca', 'cert', 'key'] as const).flatMap((part): [typeof part, ReloadingFile][] => {
    const path = options[`${part}File`];
    return path === undefined ? [] : [[part, createReloadingFile(path)]];
  });
  const withoutFiles: TlsMaterial = {
    version: '',
    connect: {
      ...(options.serverName === undefined ? {} : { servername: options.serverName }),
      rejectUnauthorized: options.insecureSkipVerify !== true,
      minVersion: 'TLSv1.2',
    },
  };
  return async () => {
    if (files.length === 0) return withoutFiles;
    const contents = await Promise.all(
      files.map(async ([part, file]) => [part, await readPart(part, file)] as const),
    );
    return {
      version: contents.map(([, { version }]) => version).join(' '),
      connect: {
        ...Object.fromEntries(contents.map(([part, { text }]) => [part, text])),
        ...withoutFiles.connect,
      },
    };
  };
}

async function readPart(part: keyof typeof purposes, file: ReloadingFile): Promise<FileContent> {
  try {
    return await file.read();
  } catch (error) {
    throw new Error(`${purposes[part]}: ${(error as Error).message}`, { cause: error });
  }
}
