import { fromJson, type Dictionary, type Functions, type Value } from '@org/dns-go-template';
import { isIPv4, isIPv6 } from 'node:net';
import { sourceNames } from './source-names.ts';

const text = ['string'] as const;
const texts = ['string', 'string'] as const;
/** A text longer than this is refused while it is made; what is printed is bounded by the language itself. */
const maxCharacters = 1_048_576;

/** What templates can call beside Go's own functions. `source`: the name of the source that runs them. */
export function templateFunctions(source: string): Functions {
  const on =
    (run: (...given: string[]) => Value) =>
    (given: readonly Value[]): Value =>
      run(...(given as string[]));
  return {
    contains: { parameters: texts, call: on((whole = '', part = '') => whole.includes(part)) },
    trimPrefix: {
      parameters: texts,
      call: on((whole = '', prefix = '') =>
        whole.startsWith(prefix) ? whole.slice(prefix.length) : whole,
      ),
    },
    trimSuffix: {
      parameters: texts,
      call: on((whole = '', suffix = '') =>
        suffix !== '' && whole.endsWith(suffix) ? whole.slice(0, -suffix.length) : whole,
      ),
    },
    trim: { parameters: text, call: on((whole = '') => whole.trim()) },
    toLower: { parameters: text, call: on((whole = '') => whole.toLowerCase()) },
    replace: { parameters: ['string', 'string', 'string'], call: on(replaceAll) },
    isIPv4: { parameters: text, call: on((address = '') => isIPv4(address)) },
    isIPv6: { parameters: text, call: on((address = '') => isIPv6(address)) },
    isSource: { parameters: text, call: on((name = '') => isSource(source, name)) },
    hasKey: {
      parameters: ['string-map', 'string'],
      call: ([map, key]) => (map as Dictionary | undefined)?.has(key as string) ?? false,
    },
    fromJson: { parameters: text, call: on((json = '') => decode(json)) },
  };
}

function replaceAll(from = '', to = '', whole = ''): string {
  const places = from === '' ? whole.length + 1 : whole.split(from).length - 1;
  if (whole.length + places * to.length > maxCharacters) {
    throw new Error(`makes a text of more than ${maxCharacters} characters`);
  }
  if (from === '') return to + Array.from(whole, (character) => character + to).join('');
  return whole.split(from).join(to);
}

function isSource(running: string, name: string): boolean {
  const wanted = name.toLowerCase();
  if (!sourceNames.includes(wanted)) {
    throw new Error(`unknown source "${name}"; known are ${sourceNames.join(', ')}`);
  }
  return wanted === running.toLowerCase();
}

function decode(json: string): Value {
  try {
    return fromJson(JSON.parse(json), { integers: false });
  } catch {
    return null;
  }
}
