import { keywords, type Token, type TokenKind } from './token.ts';

/** Says what is wrong at an offset. */
export type Fail = (offset: number, message: string) => never;

const space = /[ \t\r\n]/;
const alphanumeric = /[\p{L}\p{Nd}_]/u;
const number =
  /[+-]?(?:0[xX][0-9a-fA-F_]+(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]+)?|0[bB][01_]+|0[oO][0-7_]+|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?)/y;
const word = /[\p{L}\p{Nd}_]+/uy;
const interpreted = /"(?:[^"\\\n]|\\[^\n])*"/y;
const character = /'(?:[^'\\\n]|\\[^\n])+'/y;

/** Splits a template into tokens: texts between actions, already trimmed, and what stands inside the actions. */
export function lex(text: string, fail: Fail): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let trimNext = false;
  for (;;) {
    const open = text.indexOf('{{', at);
    const textEnd = open < 0 ? text.length : open;
    const trimsLeft = open >= 0 && text[open + 2] === '-' && isSpace(text[open + 3]);
    pushText(tokens, text, at, textEnd, trimNext, trimsLeft);
    if (open < 0) break;
    const inside = open + (trimsLeft ? 4 : 2);
    const commentStart = trimsLeft ? skipSpace(text, inside) : inside;
    if (text.startsWith('/*', commentStart)) {
      ({ at, trimNext } = skipComment(text, commentStart, fail));
    } else {
      tokens.push(token('left-delimiter', '{{', open, inside, false));
      ({ at, trimNext } = lexAction(text, inside, tokens, fail));
    }
  }
  tokens.push(token('end-of-text', '', text.length, text.length, false));
  return tokens;
}

interface Resume {
  readonly at: number;
  readonly trimNext: boolean;
}

function token(kind: TokenKind, text: string, start: number, end: number, spaced: boolean): Token {
  return { kind, text, start, end, spaced };
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && space.test(character);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text[at])) at += 1;
  return at;
}

function pushText(
  tokens: Token[],
  text: string,
  start: number,
  end: number,
  trimStart: boolean,
  trimEnd: boolean,
): void {
  let from = start;
  let to = end;
  if (trimStart) while (from < to && isSpace(text[from])) from += 1;
  if (trimEnd) while (to > from && isSpace(text[to - 1])) to -= 1;
  if (to > from) tokens.push(token('text', text.slice(from, to), from, to, false));
}

function skipComment(text: string, start: number, fail: Fail): Resume {
  const close = text.indexOf('*/', start + 2);
  if (close < 0) fail(start, 'unclosed comment');
  const after = close + 2;
  if (text.startsWith('}}', after)) return { at: after + 2, trimNext: false };
  const dash = skipSpace(text, after);
  if (dash > after && text.startsWith('-}}', dash)) return { at: dash + 3, trimNext: true };
  return fail(start, 'comment ends before closing delimiter');
}

/** The end of the action, if it ends here. */
function closing(text: string, at: number): Resume | undefined {
  if (text.startsWith('}}', at)) return { at: at + 2, trimNext: false };
  if (isSpace(text[at - 1]) && text.startsWith('-}}', at)) return { at: at + 3, trimNext: true };
  return undefined;
}

function lexAction(text: string, start: number, tokens: Token[], fail: Fail): Resume {
  let at = start;
  let depth = 0;
  for (;;) {
    const from = at;
    at = skipSpace(text, at);
    const spaced = at > from || (at === start && isSpace(text[at - 1]));
    const end = closing(text, at);
    if (end) {
      if (depth > 0) fail(at, 'unclosed left paren');
      tokens.push(token('right-delimiter', '}}', at, end.at, spaced));
      return end;
    }
    if (at >= text.length) fail(start, 'unclosed action');
    const next = lexOne(text, at, spaced, fail);
    if (next.kind === 'left-paren') depth += 1;
    if (next.kind === 'right-paren') {
      depth -= 1;
      if (depth < 0) fail(at, 'unexpected right paren');
    }
    tokens.push(next);
    at = next.end;
  }
}

const single: Readonly<Record<string, TokenKind>> = {
  '|': 'pipe',
  ',': 'comma',
  '(': 'left-paren',
  ')': 'right-paren',
  '=': 'assign',
};

function lexOne(text: string, at: number, spaced: boolean, fail: Fail): Token {
  const first = text[at] as string;
  const cut = (kind: TokenKind, end: number) => token(kind, text.slice(at, end), at, end, spaced);
  const kind = single[first];
  if (kind !== undefined) return cut(kind, at + 1);
  if (first === ':') {
    return text[at + 1] === '=' ? cut('declare', at + 2) : fail(at, 'expected :=');
  }
  if (first === '"')
    return cut('string', match(interpreted, text, at) ?? fail(at, 'unterminated quoted string'));
  if (first === '`') {
    const close = text.indexOf('`', at + 1);
    return close < 0 ? fail(at, 'unterminated raw quoted string') : cut('string', close + 1);
  }
  if (first === "'") {
    return cut(
      'character',
      match(character, text, at) ?? fail(at, 'unterminated character constant'),
    );
  }
  if (first === '$') {
    const end = match(word, text, at + 1) ?? at + 1;
    return checkTerminated(text, cut('variable', end), fail);
  }
  if (first === '.' && !/[0-9]/.test(text[at + 1] ?? '')) {
    const end = match(word, text, at + 1);
    return checkTerminated(text, end === undefined ? cut('dot', at + 1) : cut('field', end), fail);
  }
  if (/[+\-.0-9]/.test(first)) return lexNumber(text, at, cut, fail);
  const end = match(word, text, at);
  if (end === undefined) {
    return fail(at, `unrecognized character in action: ${describe(text, at)}`);
  }
  const name = text.slice(at, end);
  const wordKind = keywords.has(name)
    ? 'keyword'
    : name === 'true' || name === 'false'
      ? 'bool'
      : 'identifier';
  return checkTerminated(text, cut(wordKind, end), fail);
}

function lexNumber(
  text: string,
  at: number,
  cut: (kind: TokenKind, end: number) => Token,
  fail: Fail,
): Token {
  const end = match(number, text, at);
  if (end === undefined || alphanumeric.test(text[end] ?? '')) {
    return fail(at, `bad number syntax: ${JSON.stringify(text.slice(at, (end ?? at) + 1))}`);
  }
  return cut('number', end);
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** A word ends before white space, the end of the action, or one of `. , | : ( )`. */
function checkTerminated(text: string, found: Token, fail: Fail): Token {
  const next = text[found.end];
  if (next === undefined || /[ \t\r\n.,|:()]/.test(next) || text.startsWith('}}', found.end)) {
    return found;
  }
  return fail(found.end, `bad character ${describe(text, found.end)}`);
}

function describe(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0;
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  return `U+${hex} '${String.fromCodePoint(code)}'`;
}
