import { compareText } from '../model/compare-text.ts';
import type { Labels } from '../model/endpoint.ts';
import type { MarkerCipher } from './marker-cipher.ts';

const heritage = 'external-dns';
/** Where the nonce of an encrypted text is remembered; it is no part of the text. */
export const nonceLabel = 'txt-encryption-nonce';

/** The labels as one target of a TXT record, quotes included; encrypted where a cipher is given. */
export function formatMarker(labels: Labels, cipher: MarkerCipher | undefined): string {
  const plain = [
    `heritage=${heritage}`,
    ...Object.keys(labels)
      .filter((key) => key !== nonceLabel)
      .sort(compareText)
      .map((key) => `${heritage}/${key}=${labels[key]}`),
  ].join(',');
  return `"${cipher === undefined ? plain : cipher.seal(plain, labels[nonceLabel]).text}"`;
}

/** The labels that a TXT target holds, plain or encrypted; `undefined`: it is no ownership record. */
export function parseMarker(target: string, cipher: MarkerCipher | undefined): Labels | undefined {
  const text = target.replace(/^"+|"+$/g, '');
  const opened = cipher?.open(text);
  if (opened === undefined) return parsePlain(text);
  const labels = parsePlain(opened.plain.replace(/^"+|"+$/g, ''));
  return labels && { ...labels, [nonceLabel]: opened.nonce };
}

function parsePlain(text: string): Labels | undefined {
  const labels: Record<string, string> = {};
  let hasHeritage = false;
  for (const token of text.split(',')) {
    const equals = token.indexOf('=');
    if (equals < 0) continue;
    const key = token.slice(0, equals);
    const value = token.slice(equals + 1);
    if (key === 'heritage') {
      if (value !== heritage) return undefined;
      hasHeritage = true;
    } else if (key.startsWith(heritage)) {
      const name = key.startsWith(`${heritage}/`) ? key.slice(heritage.length + 1) : key;
      // An own property whatever the key, `__proto__` included.
      Object.defineProperty(labels, name, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return hasHeritage ? labels : undefined;
}
