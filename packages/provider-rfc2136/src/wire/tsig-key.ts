import { Secret } from '@org/dns-core';

/** The algorithms of RFC 8945, 6 that are keyed hashes, as Node's crypto names them. */
const hashes = {
  'hmac-md5': 'md5',
  'hmac-sha1': 'sha1',
  'hmac-sha224': 'sha224',
  'hmac-sha256': 'sha256',
  'hmac-sha384': 'sha384',
  'hmac-sha512': 'sha512',
} as const;

export type TsigAlgorithm = keyof typeof hashes;

export const tsigAlgorithms = Object.keys(hashes) as readonly TsigAlgorithm[];

/** A key that both sides know. */
export interface TsigKey {
  readonly name: string;
  readonly algorithm: TsigAlgorithm;
  /** Base64. */
  readonly secret: Secret;
}

export function hashOf(algorithm: TsigAlgorithm): string {
  return hashes[algorithm];
}

/** The algorithm as a domain name; MD5 kept the name that it had before there were others. */
export function algorithmName(algorithm: TsigAlgorithm): string {
  return algorithm === 'hmac-md5' ? 'hmac-md5.sig-alg.reg.int.' : `${algorithm}.`;
}

/** The bytes of a key; `undefined` when the text is not base64. */
export function secretBytes(secret: Secret): Uint8Array | undefined {
  const text = secret.reveal().trim();
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
    return undefined;
  return text === '' ? undefined : Uint8Array.from(Buffer.from(text, 'base64'));
}
