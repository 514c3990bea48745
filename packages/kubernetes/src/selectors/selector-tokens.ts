/** A piece of a selector: a symbol such as `!=`, an identifier (`in` and `notin` are told apart by their place), or the end. */
export interface Token {
  readonly kind: 'symbol' | 'identifier' | 'end';
  readonly text: string;
}

const piece = /[ \t\r\n]*(?:(==|!=|[=!<>(),])|([^ \t\r\n=!<>(),]+))/y;

/** The pieces of a selector. Total: every text has pieces, and the last one is the end. */
export function selectorTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  piece.lastIndex = 0;
  for (let match = piece.exec(text); match !== null; match = piece.exec(text)) {
    const [, symbol, identifier] = match;
    tokens.push(
      symbol === undefined
        ? { kind: 'identifier', text: identifier ?? '' }
        : { kind: 'symbol', text: symbol },
    );
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}
