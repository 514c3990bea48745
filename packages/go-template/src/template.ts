import { builtinNames } from './functions/builtins.ts';
import type { Functions } from './functions/template-function.ts';
import { execute, type ExecuteOptions } from './run/execute.ts';
import { parseTree } from './syntax/parser.ts';
import type { Tree } from './syntax/node.ts';
import type { Value } from './values/value.ts';

export interface Template {
  readonly tree: Tree;
  /**
   * The text that the template makes of `data`.
   *
   * @throws TemplateError with the place and what failed there, also where a limit is reached.
   */
  execute(data: Value, options?: ExecuteOptions): string;
}

/**
 * Parses a text in the language of Go's text/template. `functions` are known beside Go's own.
 *
 * @throws TemplateError naming `name`, the line and what is wrong.
 */
export function parseTemplate(name: string, text: string, functions: Functions = {}): Template {
  const tree = parseTree(
    name,
    text,
    (called) => builtinNames.has(called) || Object.hasOwn(functions, called),
  );
  return { tree, execute: (data, options) => execute(tree, data, functions, options) };
}
