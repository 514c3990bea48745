export type TokenKind =
  | 'text'
  | 'left-delimiter'
  | 'right-delimiter'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'keyword'
  | 'bool'
  | 'number'
  | 'character'
  | 'string'
  | 'pipe'
  | 'declare'
  | 'assign'
  | 'comma'
  | 'dot'
  | 'left-paren'
  | 'right-paren'
  | 'end-of-text';

export interface Token {
  readonly kind: TokenKind;
  /** As written; of a text, what is left after trimming. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** White space stands before it within the action. */
  readonly spaced: boolean;
}

export const keywords: ReadonlySet<string> = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
]);
