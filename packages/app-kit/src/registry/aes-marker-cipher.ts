import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { constants, crc32, deflateRawSync, gunzipSync } from 'node:zlib';
import type { MarkerCipher, Secret } from '@org/dns-core';

const keyLength = 32;
const nonceLength = 12;
const tagLength = 16;
/** No legitimate ownership text is longer; a hostile zone cannot make us inflate more. */
const maxPlainBytes = 65_536;

/**
 * The key of `--txt-encrypt-aes-key`: 32 bytes as they stand, else the standard base64 of 32 bytes. `undefined`: neither.
 */
export function parseAesKey(secret: Secret): Uint8Array | undefined {
  const plain = Buffer.from(secret.reveal());
  if (plain.length === keyLength) return plain;
  const text = secret.reveal();
  const decoded = Buffer.from(text, 'base64');
  return decoded.length === keyLength && decoded.toString('base64') === text ? decoded : undefined;
}

/** Ownership texts encrypted as upstream does: gzip, AES-256-GCM, base64 of nonce, ciphertext and tag (`endpoint/crypto.go`). */
export function createAesMarkerCipher(key: Uint8Array): MarkerCipher {
  return {
    seal(plain, nonce) {
      const bytes = nonce === undefined ? randomBytes(nonceLength) : Buffer.from(nonce, 'base64');
      const cipher = createCipheriv('aes-256-gcm', key, bytes);
      const sealed = Buffer.concat([
        bytes,
        cipher.update(gzip(Buffer.from(plain))),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
      return { text: sealed.toString('base64'), nonce: bytes.toString('base64') };
    },
    open(text) {
      const sealed = Buffer.from(text, 'base64');
      if (sealed.length <= nonceLength + tagLength) return undefined;
      const nonce = sealed.subarray(0, nonceLength);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce);
        decipher.setAuthTag(sealed.subarray(-tagLength));
        const packed = Buffer.concat([
          decipher.update(sealed.subarray(nonceLength, -tagLength)),
          decipher.final(),
        ]);
        const plain = gunzipSync(packed, { maxOutputLength: maxPlainBytes }).toString();
        return { plain, nonce: nonce.toString('base64') };
      } catch {
        // Any other text, or one sealed with another key.
        return undefined;
      }
    },
  };
}

/** Gzip in the very bytes of Go's compress/gzip for short texts: providers that delete by exact value need them. */
function gzip(plain: Buffer): Buffer {
  const flushed = deflateRawSync(plain, { level: 9, finishFlush: constants.Z_SYNC_FLUSH });
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(plain), 0);
  trailer.writeUInt32LE(plain.length, 4);
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff]);
  const finalBlock = Buffer.from([1, 0, 0, 0xff, 0xff]);
  return Buffer.concat([header, flushed, finalBlock, trailer]);
}
