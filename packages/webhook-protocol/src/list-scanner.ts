import { decoded, malformed, type Decoding } from './decoding.ts';

/** Cuts the bytes of a JSON array into parsed elements. */
export interface ListScanner {
  /** The elements that these bytes complete. */
  push(bytes: Uint8Array): Decoding<readonly unknown[]>;
  readonly done: boolean;
}

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;

/**
 * Only brackets, quotes and commas are looked at byte by byte; `JSON.parse` judges the elements, all those of one chunk at
 * once. Cuts lie at commas, so no UTF-8 sequence is torn.
 */
export function createListScanner(): ListScanner {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let state: 'before' | 'inside' | 'done' = 'before';
  let head = '';
  let rest: Uint8Array[] = [];
  let depth = 0;
  let inString = false;
  let escaped = false;
  let some = false;

  /** Where the list begins in `bytes`; reads `null` as an empty list. */
  const begin = (bytes: Uint8Array): Decoding<number> => {
    for (let at = 0; at < bytes.length; at += 1) {
      const character = String.fromCharCode(bytes[at] ?? 0);
      if (head === '' && /[ \t\r\n]/.test(character)) continue;
      head += character;
      if (head === '[') {
        state = 'inside';
        return decoded(at + 1);
      }
      if (head === 'null') {
        state = 'done';
        return decoded(at + 1);
      }
      if (!'null'.startsWith(head)) return malformed('must be a list of endpoints');
    }
    return decoded(bytes.length);
  };

  const parse = (last: Uint8Array, ends: boolean): Decoding<readonly unknown[]> => {
    const text = decoder.decode(joinBytes([...rest, last]));
    rest = [];
    let elements: unknown[];
    try {
      elements = JSON.parse(`[${text}]`) as unknown[];
    } catch (error) {
      return malformed(`not JSON: ${(error as Error).message}`);
    }
    if (elements.length === 0 && (some || !ends)) return malformed('not JSON: a comma too many');
    some = true;
    return decoded(elements);
  };

  return {
    get done() {
      return state === 'done';
    },
    push(bytes) {
      let start = 0;
      if (state === 'before') {
        const begun = begin(bytes);
        if (!begun.ok) return begun;
        start = begun.value;
      }
      if (state !== 'inside') return decoded([]);
      let cut = -1;
      for (let at = start; at < bytes.length; at += 1) {
        const byte = bytes[at];
        if (inString) {
          if (escaped) escaped = false;
          else if (byte === backslash) escaped = true;
          else if (byte === quote) inString = false;
        } else if (byte === quote) {
          inString = true;
        } else if (byte === 0x7b || byte === 0x5b) {
          depth += 1;
        } else if (byte === 0x7d || byte === 0x5d) {
          if (depth === 0) {
            state = 'done';
            return parse(bytes.subarray(start, at), true);
          }
          depth -= 1;
        } else if (byte === comma && depth === 0) {
          cut = at;
        }
      }
      if (cut < 0) {
        rest.push(bytes.slice(start));
        return decoded([]);
      }
      const elements = parse(bytes.subarray(start, cut), false);
      rest.push(bytes.slice(cut + 1));
      return elements;
    },
  };
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
