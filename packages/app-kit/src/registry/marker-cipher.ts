import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { constants, crc32, deflateRawSync, gunzipSync } from 'node:zlib';
import type { MarkerCipher, Secret } from '@org/dns-core';

const nonceBytes = 12;
const tagBytes = 16;
/** Ownership texts are some hundred bytes; this bounds what a hostile one may unpack to. */
const maxPlainBytes = 65_536;

/**
 * The encryption of ownership records: AES-256-GCM over gzip, in base64 with the nonce in front (upstream's
 * `endpoint/crypto.go`).
 *
 * @param key 32 bytes as they are, or the base64 (standard alphabet, padded) of 32 bytes.
 * @returns `undefined` when the key is neither.
 */
export function createMarkerCipher(
  key: Secret,
  randomNonce: () => Uint8Array = () => randomBytes(nonceBytes),
): MarkerCipher | undefined {
  const keyBytes = keyBytesOf(key.reveal());
  if (keyBytes === undefined) return undefined;
  return {
    seal(plain, given) {
      const nonce = given === undefined ? randomNonce() : Buffer.from(given, 'base64');
      const cipher = createCipheriv('aes-256-gcm', keyBytes, nonce);
      const sealed = [cipher.update(gzip(plain)), cipher.final()];
      const text = Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]).toString('base64');
      return { text, nonce: Buffer.from(nonce).toString('base64') };
    },
    open(text) {
      const bytes = base64Bytes(text);
      if (bytes === undefined || bytes.length < nonceBytes + tagBytes) return undefined;
      const nonce = bytes.subarray(0, nonceBytes);
      try {
        const decipher = createDecipheriv('aes-256-gcm', keyBytes, nonce);
        decipher.setAuthTag(bytes.subarray(-tagBytes));
        const zipped = [decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()];
        const plain = gunzipSync(Buffer.concat(zipped), { maxOutputLength: maxPlainBytes });
        return { plain: plain.toString(), nonce: nonce.toString('base64') };
      } catch {
        // Another key's text, or no encrypted text at all.
        return undefined;
      }
    },
  };
}

function keyBytesOf(key: string): Buffer | undefined {
  const raw = Buffer.from(key);
  if (raw.length === 32) return raw;
  const decoded = base64Bytes(key);
  return decoded?.length === 32 ? decoded : undefined;
}

/** Strict where `Buffer.from` is not: standard alphabet, padded. */
function base64Bytes(text: string): Buffer | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64');
}

/**
 * gzip as Go writes it: best compression, no time stamp, unknown system, and an empty stored block at the end after a flush.
 * Providers that delete a TXT record by its value need the same bytes.
 */
function gzip(plain: string): Buffer {
  const bytes = Buffer.from(plain);
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff]);
  const compressed = deflateRawSync(bytes, { level: 9, finishFlush: constants.Z_SYNC_FLUSH });
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([header, compressed, Buffer.from([1, 0, 0, 0xff, 0xff]), trailer]);
}
