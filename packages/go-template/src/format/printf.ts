import type { Budget } from '../run/limits.ts';
import { scalarOf, typeOf, type Value } from '../values/value.ts';
import { formatValue } from './format-value.ts';
import { plainVerb, type Verb } from './verb.ts';

/** Go's limit for widths, precisions and argument numbers. */
const maxNumber = 1_000_000;

/** Go's `printf`. */
export function printf(format: string, values: readonly Value[], budget: Budget): string {
  const parts: string[] = [];
  const put = (text: string) => {
    budget.work(text.length);
    parts.push(text);
  };
  const cursor = createCursor(format, values);
  for (;;) {
    put(cursor.plainText());
    if (cursor.done()) break;
    cursor.verb(put, budget);
  }
  const extra = cursor.unused();
  if (extra.length > 0) {
    const shown = extra.map((value) =>
      value === undefined || value === null
        ? '<nil>'
        : `${typeOf(value)}=${formatValue(value, plainVerb, budget)}`,
    );
    put(`%!(EXTRA ${shown.join(', ')})`);
  }
  return parts.join('');
}

function createCursor(format: string, values: readonly Value[]) {
  let at = 0;
  let argument = 0;
  let reordered = false;
  let goodArgument = true;
  let afterIndex = false;

  function plainText(): string {
    const percent = format.indexOf('%', at);
    const text = format.slice(at, percent < 0 ? format.length : percent);
    at = percent < 0 ? format.length : percent + 1;
    if (percent < 0) finished = true;
    return text;
  }
  let finished = false;

  function number(): number | undefined {
    const digits = /^[0-9]+/.exec(format.slice(at, at + 32))?.[0];
    if (digits === undefined) return undefined;
    at += digits.length;
    return Number(digits) > maxNumber ? undefined : Number(digits);
  }

  /** `[3]` before a width, a precision or a verb picks the argument. */
  function argumentIndex(): void {
    afterIndex = false;
    if (format[at] !== '[') return;
    reordered = true;
    const close = format.indexOf(']', at);
    const inner = close < 0 ? '' : format.slice(at + 1, close);
    at = close < 0 ? at + 1 : close + 1;
    const index = /^[0-9]{1,7}$/.test(inner) ? Number(inner) : 0;
    afterIndex = close >= 0;
    if (index >= 1 && index <= values.length) argument = index - 1;
    else goodArgument = false;
  }

  function starValue(): number | undefined {
    const value = argument < values.length ? scalarOf(values[argument]) : undefined;
    if (argument < values.length) argument += 1;
    if (typeof value !== 'bigint') return undefined;
    const size = Number(value);
    return Math.abs(size) > maxNumber ? undefined : size;
  }

  function flags() {
    const set = { plus: false, minus: false, sharp: false, space: false, zero: false };
    for (; ; at += 1) {
      const flag = format[at];
      if (flag === '+') set.plus = true;
      else if (flag === '-') set.minus = true;
      else if (flag === '#') set.sharp = true;
      else if (flag === ' ') set.space = true;
      else if (flag === '0') set.zero = true;
      else return set;
    }
  }

  function verb(put: (text: string) => void, budget: Budget): void {
    goodArgument = true;
    const set = flags();
    argumentIndex();
    let width: number | undefined;
    if (format[at] === '*') {
      at += 1;
      width = starValue();
      if (width === undefined) put('%!(BADWIDTH)');
      else if (width < 0) {
        width = -width;
        set.minus = true;
        set.zero = false;
      }
      afterIndex = false;
    } else {
      width = number();
      if (afterIndex && width !== undefined) goodArgument = false;
    }
    const precision = precisionOf(put);
    if (!afterIndex) argumentIndex();
    const point = format.codePointAt(at);
    if (point === undefined) {
      put('%!(NOVERB)');
      finished = true;
      return;
    }
    const letter = String.fromCodePoint(point);
    at += letter.length;
    put(spell({ ...set, letter, width, precision }, budget));
  }

  function precisionOf(put: (text: string) => void): number | undefined {
    if (format[at] !== '.' || at + 1 >= format.length) return undefined;
    at += 1;
    if (afterIndex) goodArgument = false;
    argumentIndex();
    if (format[at] !== '*') return number() ?? 0;
    at += 1;
    afterIndex = false;
    const value = starValue();
    if (value !== undefined && value >= 0) return value;
    put('%!(BADPREC)');
    return undefined;
  }

  function spell(found: Verb, budget: Budget): string {
    if (found.letter === '%') return '%';
    if (!goodArgument) return `%!${found.letter}(BADINDEX)`;
    if (argument >= values.length) return `%!${found.letter}(MISSING)`;
    const value = values[argument];
    argument += 1;
    budget.work(Math.max(found.width ?? 0, found.precision ?? 0));
    return formatValue(value, found, budget);
  }

  return {
    plainText,
    verb,
    done: () => finished,
    unused: () => (reordered ? [] : values.slice(argument)),
  };
}
