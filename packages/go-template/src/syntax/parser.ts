import { TemplateError } from '../template-error.ts';
import { lex } from './lexer.ts';
import type { Node, Pipeline, Tree } from './node.ts';
import { createPipelineParser } from './pipeline-parser.ts';
import { parseQuoted } from './parse-constant.ts';
import { lineOf } from './position.ts';
import { createTokenStream, type TokenStream } from './token-stream.ts';

/** Nested actions and parentheses beyond this are refused, so that no text can exhaust the stack. */
const maxDepth = 100;

/**
 * Parses a template text.
 *
 * @throws TemplateError naming `name`, the line and what is wrong.
 */
export function parseTree(name: string, text: string, isFunction: (name: string) => boolean): Tree {
  const fail = (offset: number, message: string): never => {
    throw new TemplateError(`template: ${name}:${lineOf(text, offset)}: ${message}`);
  };
  const tokens = createTokenStream(lex(text, fail), fail);
  const templates = new Map<string, readonly Node[]>();
  const parser = createTreeParser(tokens, isFunction, templates);
  define(templates, name, parser.topLevel(), () => tokens.fail('multiple definition'));
  return { name, text, templates };
}

/** Only a body with something in it counts as a definition; two of those are one too many. */
function define(
  templates: Map<string, readonly Node[]>,
  name: string,
  body: readonly Node[],
  fail: () => never,
): void {
  const before = templates.get(name);
  if (before && !isBlank(before) && !isBlank(body)) fail();
  if (!before || isBlank(before)) templates.set(name, body);
}

function isBlank(body: readonly Node[]): boolean {
  return body.every((node) => node.kind === 'text' && node.text.trim() === '');
}

interface Body {
  readonly nodes: readonly Node[];
  /** What ended it; after an `else` the rest of that action is still to be read. */
  readonly endedBy: 'end' | 'else' | 'end-of-text';
}

function createTreeParser(
  tokens: TokenStream,
  isFunction: (name: string) => boolean,
  templates: Map<string, readonly Node[]>,
) {
  let variables: string[] = ['$'];
  let depth = 0;
  let loops = 0;
  const pipelines = createPipelineParser(tokens, {
    isFunction,
    isVariable: (name) => variables.includes(name),
    declare: (name) => variables.push(name),
  });

  function deeper<T>(run: () => T): T {
    depth += 1;
    if (depth > maxDepth) tokens.fail(`actions are nested more than ${maxDepth} deep`);
    const result = run();
    depth -= 1;
    return result;
  }

  function topLevel(): readonly Node[] {
    const { nodes, endedBy } = body(true);
    return endedBy === 'end-of-text' ? nodes : tokens.fail(`unexpected {{${endedBy}}}`);
  }

  function body(top = false): Body {
    const nodes: Node[] = [];
    for (;;) {
      const token = tokens.next();
      if (token.kind === 'end-of-text') return { nodes, endedBy: 'end-of-text' };
      if (token.kind === 'text') {
        nodes.push({ kind: 'text', text: token.text, start: token.start, end: token.end });
        continue;
      }
      const keyword = tokens.peek();
      if (keyword.kind === 'keyword' && (keyword.text === 'end' || keyword.text === 'else')) {
        tokens.next();
        if (keyword.text === 'end') tokens.expect('right-delimiter', 'end');
        return { nodes, endedBy: keyword.text };
      }
      const node = action(top);
      if (node) nodes.push(node);
    }
  }

  function action(top: boolean): Node | undefined {
    const token = tokens.peek();
    const keyword = token.kind === 'keyword' && token.text !== 'nil' ? token.text : '';
    if (keyword !== '') tokens.next();
    switch (keyword) {
      case '': {
        const pipeline = pipelines.parse('command', 'right-delimiter');
        return { kind: 'action', pipeline, start: pipeline.start, end: pipeline.end };
      }
      case 'if':
      case 'with':
      case 'range':
        return control(keyword, token.start);
      case 'break':
      case 'continue':
        tokens.expect('right-delimiter', keyword);
        if (loops === 0) tokens.fail(`{{${keyword}}} outside {{range}}`);
        return { kind: keyword, start: token.start, end: token.end };
      case 'template':
        return call('template clause', token.start);
      case 'block':
        return block(token.start);
      default:
        if (!top) tokens.fail('unexpected {{define}} inside another action');
        definition();
        return undefined;
    }
  }

  function control(kind: 'if' | 'with' | 'range', start: number): Node {
    return deeper(() => {
      const outer = variables.length;
      const pipeline = pipelines.parse(kind, 'right-delimiter');
      if (kind === 'range') loops += 1;
      const { nodes, endedBy } = body();
      if (kind === 'range') loops -= 1;
      let otherwise: readonly Node[] | undefined;
      if (endedBy === 'else') otherwise = alternative(kind);
      else if (endedBy !== 'end') tokens.fail('unexpected EOF');
      variables.length = outer;
      return { kind, pipeline, body: nodes, otherwise, start, end: pipeline.end };
    });
  }

  /** What follows `{{else`: a body of its own, or a nested `if` or `with` that shares the `{{end}}`. */
  function alternative(kind: 'if' | 'with' | 'range'): readonly Node[] {
    const token = tokens.peek();
    if (token.kind === 'keyword' && token.text === kind && kind !== 'range') {
      tokens.next();
      return [control(kind, token.start)];
    }
    tokens.expect('right-delimiter', 'else');
    const { nodes, endedBy } = body();
    if (endedBy === 'end') return nodes;
    return tokens.fail(endedBy === 'else' ? 'expected end; found {{else}}' : 'unexpected EOF');
  }

  function call(context: string, start: number): Node & { readonly kind: 'template' } {
    const name = quotedName(context);
    const close = tokens.peek();
    if (close.kind === 'right-delimiter') {
      tokens.next();
      return { kind: 'template', name, pipeline: undefined, start, end: close.start };
    }
    const pipeline: Pipeline = pipelines.parse(context, 'right-delimiter');
    return { kind: 'template', name, pipeline, start, end: pipeline.end };
  }

  function block(start: number): Node {
    const node = call('block clause', start);
    if (!node.pipeline) tokens.fail('missing value for block clause');
    separately(node.name, 'block clause');
    return node;
  }

  function definition(): void {
    const name = quotedName('define clause');
    tokens.expect('right-delimiter', 'define clause');
    separately(name, 'define clause');
  }

  /** A body of its own, with variables of its own, up to its `{{end}}`. */
  function separately(name: string, context: string): void {
    deeper(() => {
      const [outerVariables, outerLoops] = [variables, loops];
      variables = ['$'];
      loops = 0;
      const { nodes, endedBy } = body();
      if (endedBy !== 'end') {
        tokens.fail(endedBy === 'else' ? `unexpected {{else}} in ${context}` : 'unexpected EOF');
      }
      variables = outerVariables;
      loops = outerLoops;
      define(templates, name, nodes, () =>
        tokens.fail(`template: multiple definition of template ${JSON.stringify(name)}`),
      );
    });
  }

  function quotedName(context: string): string {
    const token = tokens.expect('string', context);
    return parseQuoted(token.text) ?? tokens.fail('invalid syntax');
  }

  return { topLevel };
}
