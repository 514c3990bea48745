import { ProviderError } from '@org/dns-core';

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Reads `{ …, "key": [ … ], … }` from the bytes of a body as they come: yields the elements of that one list in parts, and
 * returns the other members. No more is held than those members and the element that is not whole yet. A list that is absent
 * or null is empty.
 *
 * @param what names the body in errors, such as `GET /zones/example.org.`
 * @throws ProviderError `transient`, when the body is not JSON or not whole.
 */
export async function* readJsonList(
  chunks: AsyncIterable<Uint8Array>,
  key: string,
  what: string,
): AsyncGenerator<readonly unknown[], Readonly<Record<string, unknown>>> {
  const opening = `"${key}":`;
  const outside: Uint8Array[] = [];
  const unfinished: Uint8Array[] = [];
  let depth = 0;
  let place: 'before' | 'inside' | 'behind' = 'before';
  let inString = false;
  let escaped = false;
  let any = false;

  const parsePart = (last: Uint8Array, isEnd: boolean): readonly unknown[] => {
    const elements = parse(`[${textOf([...unfinished.splice(0), last])}]`, what) as unknown[];
    if (elements.length === 0 && (any || !isEnd)) throw notJson(what, 'a comma too many');
    any = true;
    return elements;
  };
  const opensList = (start: Uint8Array): boolean =>
    textOf([...outside, start])
      .replace(/\s+/g, '')
      .endsWith(opening);

  for await (const bytes of chunks) {
    let start = 0;
    let cut = -1;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inString = false;
      } else if (byte === quote) {
        inString = true;
      } else if (byte === openBrace || byte === openBracket) {
        depth += 1;
        if (place !== 'before' || byte !== openBracket || depth !== 2) continue;
        if (!opensList(bytes.subarray(start, at))) continue;
        outside.push(bytes.slice(start, at + 1));
        start = at + 1;
        place = 'inside';
      } else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1;
        if (place !== 'inside' || depth !== 1) continue;
        const elements = parsePart(bytes.subarray(start, at), true);
        if (elements.length > 0) yield elements;
        start = at;
        place = 'behind';
      } else if (byte === comma && place === 'inside' && depth === 2) {
        cut = at;
      }
    }
    if (place !== 'inside') {
      outside.push(bytes.slice(start));
    } else if (cut < 0) {
      unfinished.push(bytes.slice(start));
    } else {
      yield parsePart(bytes.subarray(start, cut), false);
      unfinished.push(bytes.slice(cut + 1));
    }
  }
  const members = parse(textOf(outside), what);
  if (typeof members !== 'object' || members === null || Array.isArray(members))
    throw notJson(what, 'it is not an object');
  const { [key]: _list, ...others } = members as Record<string, unknown>;
  return others;
}

function textOf(parts: readonly Uint8Array[]): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(parts));
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw notJson(what, (error as Error).message);
  }
}

function notJson(what: string, why: string): ProviderError {
  return new ProviderError('transient', `${what}: the body is not JSON or not whole: ${why}`);
}
