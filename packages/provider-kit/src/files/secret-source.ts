import { Secret } from '@org/dns-core';
import { createReloadingFile } from './reloading-file.ts';

/** Gives the present value of a secret each time it is needed. */
export type SecretSource = () => Promise<Secret>;

/** The content of a file without white space around it; read again when the file changes. Rejects while it is empty. */
export function fileSecret(path: string): SecretSource {
  const file = createReloadingFile(path);
  return async () => {
    const value = (await file.read()).text.trim();
    if (value === '') throw new Error(`${path} is empty; it must hold the secret`);
    return new Secret(value);
  };
}

/** A secret that never changes. */
export function fixedSecret(secret: Secret): SecretSource {
  return async () => secret;
}
