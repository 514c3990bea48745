import type { Fail } from './lexer.ts';
import type { Token, TokenKind } from './token.ts';

/** Tokens, read one after the other. */
export interface TokenStream {
  peek(ahead?: number): Token;
  next(): Token;
  /** The next token, which must be of this kind. */
  expect(kind: TokenKind, context: string): Token;
  unexpected(token: Token, context: string): never;
  /** Fails where the last token was read. */
  fail(message: string): never;
}

export function createTokenStream(tokens: readonly Token[], failAt: Fail): TokenStream {
  let at = 0;
  const last = tokens.length - 1;
  const peek = (ahead = 0) => tokens[Math.min(at + ahead, last)] as Token;
  const fail = (message: string): never => {
    const current = tokens[Math.max(0, Math.min(at - 1, last))];
    return failAt(current?.start ?? 0, message);
  };
  const unexpected = (token: Token, context: string): never =>
    token.kind === 'end-of-text'
      ? failAt(token.start, 'unexpected EOF')
      : failAt(token.start, `unexpected ${describe(token)} in ${context}`);
  const next = () => {
    const token = peek();
    at = Math.min(at + 1, tokens.length);
    return token;
  };
  return {
    peek,
    next,
    fail,
    unexpected,
    expect(kind, context) {
      const token = next();
      return token.kind === kind ? token : unexpected(token, context);
    },
  };
}

function describe(token: Token): string {
  if (token.kind === 'keyword') return `<${token.text}>`;
  const text = token.text.length > 10 ? `${token.text.slice(0, 10)}…` : token.text;
  return JSON.stringify(text);
}
