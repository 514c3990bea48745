import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { MarkerCipher } from '../src/index.ts';

/** AES-256-GCM over gzip, enough to read what upstream wrote; the apps have the one that writes the same bytes. */
export function testMarkerCipher(keyText: string): MarkerCipher {
  const key = Buffer.from(keyText, keyText.length === 32 ? 'latin1' : 'base64');
  return {
    seal(plain, given) {
      const nonce = given === undefined ? randomBytes(12) : Buffer.from(given, 'base64');
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = [cipher.update(gzipSync(plain)), cipher.final()];
      const text = Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]).toString('base64');
      return { text, nonce: nonce.toString('base64') };
    },
    open(text) {
      const bytes = Buffer.from(text, 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(-16));
        const zipped = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
        const nonce = bytes.subarray(0, 12).toString('base64');
        return { plain: gunzipSync(zipped).toString(), nonce };
      } catch {
        return undefined;
      }
    },
  };
}
