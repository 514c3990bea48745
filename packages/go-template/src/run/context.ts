import type { TemplateFunction } from '../functions/template-function.ts';
import { columnOf, lineOf } from '../syntax/position.ts';
import type { Span, Tree } from '../syntax/node.ts';
import { TemplateError } from '../template-error.ts';
import type { Budget } from './limits.ts';

/** What all parts of one execution share. */
export interface Context {
  readonly tree: Tree;
  /** The function of a name: one that was given, else one of Go's own. */
  readonly functionOf: (name: string) => TemplateFunction | undefined;
  readonly missingKeyFails: boolean;
  readonly budget: Budget;
  readonly maxDepth: number;
}

/** Fails at a place in the template, in Go's words. */
export function failAt(
  context: Context,
  templateName: string,
  span: Span,
  message: string,
  cause?: unknown,
): never {
  const { tree } = context;
  const place = `${tree.name}:${lineOf(tree.text, span.start)}:${columnOf(tree.text, span.start)}`;
  const source = tree.text.slice(span.start, span.end).trim();
  const shown = source.length > 20 ? `${source.slice(0, 20)}...` : source;
  throw new TemplateError(
    `template: ${place}: executing ${JSON.stringify(templateName)} at <${shown}>: ${message}`,
    { cause },
  );
}
