import { compareText } from '../model/compare-text.ts';
import type { Labels } from '../model/endpoint.ts';
import type { MarkerCipher } from './marker-cipher.ts';

const heritage = 'external-dns';
/** Where the nonce of an encrypted text is remembered; it is no part of the text. */
export const nonceLabel = 'txt-encryption-nonce';

/** The labels as one target of a TXT record, quotes included; encrypted where a cipher is given. */
export function formatMarker(labels: Labels, cipher: MarkerCipher | undefined): string {
  const keys = Object.keys(labels);
  const [first = '', second = ''] = keys;
  // Most have two.
  if (keys.length > 2 || compareText(first, second) > 0) keys.sort(compareText);
  const parts = [`heritage=${heritage}`];
  for (const key of keys) if (key !== nonceLabel) parts.push(`${heritage}/${key}=${labels[key]}`);
  const plain = parts.join(',');
  const text = cipher === undefined ? plain : cipher.seal(plain, labels[nonceLabel]).text;
  // Joined, because V8 keeps what a template was made of beside the text, and every marker is kept.
  return ['', text, ''].join('"');
}

/**
 * The labels that a TXT target holds, plain or encrypted; `undefined`: it is no ownership record. Nothing is escaped in the
 * text: upstream cuts a value at its first comma (`cut`), although it wrote the whole; `join` puts the pieces together.
 */
export function parseMarker(
  target: string,
  cipher: MarkerCipher | undefined,
  commas: 'cut' | 'join',
): Labels | undefined {
  const text = withoutQuotes(target);
  const opened = cipher?.open(text);
  if (opened === undefined) return parsePlain(text, commas);
  const labels = parsePlain(withoutQuotes(opened.plain), commas);
  return labels && { ...labels, [nonceLabel]: opened.nonce };
}

function withoutQuotes(text: string): string {
  return text.replace(/^"+|"+$/g, '');
}

function parsePlain(text: string, commas: 'cut' | 'join'): Labels | undefined {
  if (!text.includes('heritage=')) return undefined;
  const labels: Record<string, string> = {};
  let hasHeritage = false;
  let last: string | undefined;
  for (const token of text.split(',')) {
    const equals = token.indexOf('=');
    if (equals < 0) {
      if (commas === 'join' && last !== undefined) labels[last] += `,${token}`;
      continue;
    }
    const key = token.slice(0, equals);
    const value = token.slice(equals + 1);
    last = undefined;
    if (key === 'heritage') {
      if (value !== heritage) return undefined;
      hasHeritage = true;
    } else if (key.startsWith(heritage)) {
      const name = key.startsWith(`${heritage}/`) ? key.slice(heritage.length + 1) : key;
      if (name === '__proto__') continue;
      last = name;
      labels[name] = value;
    }
  }
  return hasHeritage ? labels : undefined;
}
