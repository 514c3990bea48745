import type { KeySpace } from './key-space.ts';
import { parseMessage, type Message } from './message.ts';

/** A key with its value, as etcd gave them. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** The store's revision at the last write; a decimal number. */
  readonly modRevision: string;
}

/** One SkyDNS message and the name that it speaks of. */
export interface Entry extends KeyValue {
  /** As the key spells it, without the labels that are not part of it. */
  readonly name: string;
  readonly message: Message;
}

export type EntryReading =
  | { readonly ok: true; readonly entry: Entry }
  | { readonly ok: false; readonly because: 'value' | 'name' };

/** `value`: it is no SkyDNS message. `name`: more labels are to be taken off than there are. */
export function readEntry(keys: KeySpace, pair: KeyValue): EntryReading {
  const message = parseMessage(pair.value);
  if (message === undefined) return { ok: false, because: 'value' };
  const labels = keys.labelsOf(pair.key);
  const strip = message.keystrip || message.targetstrip;
  if (strip < 0 || strip >= labels.length) return { ok: false, because: 'name' };
  return { ok: true, entry: { ...pair, name: labels.slice(strip).join('.'), message } };
}
