const htmlEntities: Readonly<Record<string, string>> = {
  '\0': '\uFFFD',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

/** Go's `html`. */
export function escapeHtml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- NUL is one of the characters that Go replaces
  return text.replaceAll(/[\0"'&<>]/g, (character) => htmlEntities[character] as string);
}

/** Go's `js`: fit to stand in a JavaScript string. */
export function escapeJs(text: string): string {
  return text.replaceAll(/[\\'"<>&=]|[^\x20-\x7e]/gu, (character) => {
    if (/[\\'"]/.test(character)) return `\\${character}`;
    if (character !== '\x7f' && isPrintable(character) && !/[<>&=]/.test(character))
      return character;
    const point = character.codePointAt(0) as number;
    return point === 0x7f ? character : `\\u${point.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** Go's `urlquery`. */
export function escapeUrlQuery(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%20', '+')
    .replaceAll(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
}

/** Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrintable(character: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character);
}
