import { parseTxtStrings, quoteTxt } from '@org/dns-provider-kit';

const longestString = 255;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * The strings of one TXT record → an endpoint's target, with its quotes. A text that begins and ends with quotes of its own
 * stays as it is: that is how ownership records, and all TXT that the Go controller wrote, lie at Azure.
 */
export function fromTxtStrings(strings: readonly string[]): string {
  const whole = strings.join('');
  if (isQuoted(whole)) return whole;
  return (strings.length === 0 ? [''] : strings).map(quoteTxt).join(' ');
}

/** A target as {@link fromTxtStrings} will give it back. */
export function heldTxt(target: string): string {
  return fromTxtStrings(toTxtStrings(target));
}

/** A record's target → the strings to store, without quotes, none longer than 255 bytes. */
export function toTxtStrings(target: string): readonly string[] {
  const strings = target.startsWith('"') ? parseTxtStrings(target) : undefined;
  return strings === undefined
    ? split(target)
    : strings.flatMap((bytes) => split(decoder.decode(bytes)));
}

/** An ownership record's target → the strings to store: the quotes are part of the text, as upstream writes it. */
export function toMarkerStrings(target: string): readonly string[] {
  return split(target);
}

function isQuoted(text: string): boolean {
  return text.length > 1 && text.startsWith('"') && parseTxtStrings(text)?.length === 1;
}

function split(text: string): readonly string[] {
  if (encoder.encode(text).length <= longestString) return [text];
  const parts: string[] = [];
  let part = '';
  let length = 0;
  for (const character of text) {
    const bytes = encoder.encode(character).length;
    if (length + bytes > longestString) {
      parts.push(part);
      part = '';
      length = 0;
    }
    part += character;
    length += bytes;
  }
  return [...parts, part];
}
