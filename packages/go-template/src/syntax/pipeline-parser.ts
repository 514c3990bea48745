import type { Command, Operand, Pipeline } from './node.ts';
import { parseCharacter, parseNumber, parseQuoted } from './parse-constant.ts';
import type { TokenKind } from './token.ts';
import type { TokenStream } from './token-stream.ts';

/** Parentheses beyond this are refused, so that no text can exhaust the stack. */
const maxParentheses = 100;

export interface Scope {
  isFunction(name: string): boolean;
  /** Names come with their `$`. */
  isVariable(name: string): boolean;
  declare(name: string): void;
}

export interface PipelineParser {
  /** Parses up to and including `end`. */
  parse(context: string, end: TokenKind): Pipeline;
}

export function createPipelineParser(tokens: TokenStream, scope: Scope): PipelineParser {
  let parentheses = 0;

  function parse(context: string, end: TokenKind): Pipeline {
    const start = tokens.peek().start;
    const { variables, assigns } = declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = tokens.peek();
      if (token.kind === end) {
        tokens.next();
        check(commands, context);
        return { variables, assigns, commands, start, end: token.start };
      }
      if (token.kind === 'right-delimiter' || token.kind === 'end-of-text') {
        tokens.next();
        tokens.unexpected(token, context);
      }
      commands.push(command(context));
    }
  }

  function declarations(context: string): Pick<Pipeline, 'variables' | 'assigns'> {
    const variables: string[] = [];
    for (;;) {
      const variable = tokens.peek();
      const operator = tokens.peek(1);
      if (variable.kind !== 'variable') break;
      if (operator.kind === 'declare' || operator.kind === 'assign') {
        tokens.next();
        tokens.next();
        const assigns = operator.kind === 'assign';
        variables.push(variable.text);
        for (const name of variables) introduce(name, assigns);
        return { variables, assigns };
      }
      if (operator.kind !== 'comma' || context !== 'range' || variables.length > 0) {
        if (operator.kind === 'comma' || variables.length > 0) {
          tokens.next();
          tokens.fail(`too many declarations in ${context}`);
        }
        break;
      }
      tokens.next();
      tokens.next();
      variables.push(variable.text);
    }
    if (variables.length > 0) tokens.fail('range can only initialize variables');
    return { variables, assigns: false };
  }

  function introduce(name: string, assigns: boolean): void {
    if (!assigns) scope.declare(name);
    else if (!scope.isVariable(name)) tokens.fail(`undefined variable ${JSON.stringify(name)}`);
  }

  function check(commands: readonly Command[], context: string): void {
    if (commands.length === 0) tokens.fail(`missing value for ${context}`);
    for (const [index, { operands }] of commands.entries()) {
      const kind = operands[0].kind;
      if (index > 0 && (kind === 'constant' || kind === 'dot' || kind === 'nil')) {
        tokens.fail(`non executable command in pipeline stage ${index + 1}`);
      }
    }
  }

  /** Operands with space between them, up to a `|`, which it takes, or the end of the pipeline, which it leaves. */
  function command(context: string): Command {
    const operands: Operand[] = [];
    const start = tokens.peek().start;
    for (;;) {
      const found = operand(context);
      if (found) operands.push(found);
      const token = tokens.peek();
      if (token.kind === 'pipe') {
        tokens.next();
        break;
      }
      if (token.kind === 'right-delimiter' || token.kind === 'right-paren') break;
      if (!found || !token.spaced) {
        tokens.next();
        tokens.unexpected(token, found ? 'operand' : context);
      }
    }
    const [first, ...rest] = operands;
    if (!first) return tokens.fail('empty command');
    return { operands: [first, ...rest], start, end: (rest.at(-1) ?? first).end };
  }

  function operand(context: string): Operand | undefined {
    const base = term(context);
    if (!base) return undefined;
    const path: string[] = [];
    let end = base.end;
    while (tokens.peek().kind === 'field' && !tokens.peek().spaced) {
      const field = tokens.next();
      path.push(field.text.slice(1));
      end = field.end;
    }
    if (path.length === 0) return base;
    switch (base.kind) {
      case 'field':
      case 'variable':
        return { ...base, path: [...base.path, ...path], end };
      case 'pipeline':
      case 'function':
        return { kind: 'chain', of: base, path, start: base.start, end };
      default:
        return tokens.fail('unexpected . after a term that has no fields');
    }
  }

  function term(context: string): Operand | undefined {
    const token = tokens.peek();
    const { start, end, text } = token;
    switch (token.kind) {
      case 'identifier':
        tokens.next();
        if (!scope.isFunction(text)) tokens.fail(`function ${JSON.stringify(text)} not defined`);
        return { kind: 'function', name: text, start, end };
      case 'keyword':
        if (text !== 'nil') return undefined;
        tokens.next();
        return { kind: 'nil', start, end };
      case 'dot':
        tokens.next();
        return { kind: 'dot', start, end };
      case 'variable':
        tokens.next();
        if (!scope.isVariable(text)) tokens.fail(`undefined variable ${JSON.stringify(text)}`);
        return { kind: 'variable', name: text, path: [], start, end };
      case 'field':
        tokens.next();
        return { kind: 'field', path: [text.slice(1)], start, end };
      case 'bool':
        tokens.next();
        return { kind: 'constant', value: text === 'true', start, end };
      case 'number':
      case 'character':
      case 'string':
        tokens.next();
        return { kind: 'constant', value: constant(token.kind, text), start, end };
      case 'left-paren':
        return parenthesis(context);
      default:
        return undefined;
    }
  }

  function parenthesis(context: string): Operand {
    const { start } = tokens.next();
    parentheses += 1;
    if (parentheses > maxParentheses) {
      tokens.fail(`parentheses are nested more than ${maxParentheses} deep`);
    }
    const pipeline = parse(
      `parenthesized ${context.replace(/^parenthesized /, '')}`,
      'right-paren',
    );
    parentheses -= 1;
    return { kind: 'pipeline', pipeline, start, end: pipeline.end + 1 };
  }

  function constant(
    kind: 'number' | 'character' | 'string',
    text: string,
  ): string | bigint | number {
    if (kind === 'string') return parseQuoted(text) ?? tokens.fail('invalid syntax');
    if (kind === 'character') {
      return parseCharacter(text) ?? tokens.fail(`malformed character constant: ${text}`);
    }
    const value = parseNumber(text);
    if (value === 'overflow') return tokens.fail(`integer overflow: ${JSON.stringify(text)}`);
    return value ?? tokens.fail(`illegal number syntax: ${JSON.stringify(text)}`);
  }

  return { parse };
}
