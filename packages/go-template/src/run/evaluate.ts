import type { Parameter, TemplateFunction } from '../functions/template-function.ts';
import type { Command, Operand, Pipeline, Span } from '../syntax/node.ts';
import { truth, type Value } from '../values/value.ts';
import { checkArgument } from './check-argument.ts';
import { failAt, type Context } from './context.ts';
import { readField } from './read-field.ts';
import type { Variables } from './variables.ts';

/** The value that a `|` hands on. */
interface Piped {
  readonly value: Value;
}

/** Evaluates the pipelines of one template (the text or one that it defines) while that is executed. */
export interface Evaluator {
  /** The value of a pipeline; its variables are declared or assigned. */
  pipeline(dot: Value, pipeline: Pipeline): Value;
  readonly fail: (span: Span, message: string, cause?: unknown) => never;
}

export function createEvaluator(
  context: Context,
  templateName: string,
  variables: Variables,
): Evaluator {
  const { budget, functionOf } = context;

  function fail(span: Span, message: string, cause?: unknown): never {
    return failAt(context, templateName, span, message, cause);
  }

  function guarded<T>(span: Span, run: () => T): T {
    try {
      return run();
    } catch (error) {
      return fail(span, (error as Error).message, error);
    }
  }

  function pipeline(dot: Value, node: Pipeline): Value {
    let piped: Piped | undefined;
    for (const step of node.commands) piped = { value: command(dot, step, piped) ?? undefined };
    const value = piped?.value;
    for (const name of node.variables) {
      if (!node.assigns) variables.declare(name, value);
      else if (!variables.assign(name, value)) fail(node, `undefined variable: ${name}`);
    }
    return value;
  }

  function command(dot: Value, node: Command, piped: Piped | undefined): Value {
    guarded(node, () => budget.step());
    const [first, ...rest] = node.operands;
    switch (first.kind) {
      case 'field':
        return chain(dot, dot, first.path, first, rest, piped);
      case 'variable':
        if (first.path.length === 0) break;
        return chain(dot, variable(first.name, first), first.path, first, rest, piped);
      case 'chain':
        return chain(dot, inner(dot, first.of), first.path, first, rest, piped);
      case 'function':
        return callFunction(dot, first.name, node, rest, piped);
      case 'nil':
        return fail(first, 'nil is not a command');
      default:
    }
    if (rest.length > 0 || piped)
      fail(first, `can't give argument to non-function ${sourceOf(first)}`);
    return operand(dot, first);
  }

  function sourceOf(span: Span): string {
    return context.tree.text.slice(span.start, span.end).trim();
  }

  /** An operand without arguments of its own. */
  function operand(dot: Value, node: Operand): Value {
    switch (node.kind) {
      case 'constant':
        return node.value;
      case 'nil':
        return undefined;
      case 'dot':
        return dot;
      case 'field':
        return chain(dot, dot, node.path, node, [], undefined);
      case 'variable':
        return chain(dot, variable(node.name, node), node.path, node, [], undefined);
      case 'chain':
        return chain(dot, inner(dot, node.of), node.path, node, [], undefined);
      case 'function':
        return callFunction(dot, node.name, node, [], undefined);
      default:
        return pipeline(dot, node.pipeline);
    }
  }

  function inner(dot: Value, node: Operand): Value {
    return node.kind === 'nil'
      ? fail(node, 'indirection through explicit nil')
      : operand(dot, node);
  }

  function variable(name: string, span: Span): Value {
    const found = variables.find(name);
    return found ? found.value : fail(span, `undefined variable: ${name}`);
  }

  /** `.a.b.c` from a value on; arguments and the piped value go to the last one, which must then be a method. */
  function chain(
    dot: Value,
    start: Value,
    path: readonly string[],
    span: Span,
    rest: readonly Operand[],
    piped: Piped | undefined,
  ): Value {
    let value = start;
    for (const [index, name] of path.entries()) {
      guarded(span, () => budget.step());
      const last = index === path.length - 1;
      const arguments_ = last ? rest : [];
      const final = last ? piped : undefined;
      const method = methodOf(value, name);
      if (method) {
        value = call(dot, method, name, span, arguments_, final);
      } else {
        const receiver = value;
        const hasArguments = arguments_.length > 0 || final !== undefined;
        value = guarded(span, () =>
          readField(receiver, name, { hasArguments, missingKeyFails: context.missingKeyFails }),
        );
      }
    }
    return value;
  }

  function methodOf(receiver: Value, name: string): TemplateFunction | undefined {
    let value = receiver;
    while (value !== null && typeof value === 'object' && value.kind === 'pointer')
      value = value.to;
    return value !== null && typeof value === 'object' && value.kind === 'struct'
      ? value.method?.(name)
      : undefined;
  }

  function callFunction(
    dot: Value,
    name: string,
    span: Span,
    rest: readonly Operand[],
    piped: Piped | undefined,
  ): Value {
    if (name === 'and' || name === 'or') return shortCircuit(dot, name, span, rest, piped);
    const found = functionOf(name);
    return found
      ? call(dot, found, name, span, rest, piped)
      : fail(span, `${JSON.stringify(name)} is not a defined function`);
  }

  function shortCircuit(
    dot: Value,
    name: 'and' | 'or',
    span: Span,
    rest: readonly Operand[],
    piped: Piped | undefined,
  ): Value {
    if (rest.length === 0 && !piped) {
      fail(span, `wrong number of args for ${name}: want at least 1 got 0`);
    }
    let value: Value;
    for (const node of rest) {
      value = operand(dot, node);
      if (truth(value) === (name === 'or')) return value;
    }
    return piped ? piped.value : value;
  }

  function call(
    dot: Value,
    callee: TemplateFunction,
    name: string,
    span: Span,
    rest: readonly Operand[],
    piped: Piped | undefined,
  ): Value {
    const { parameters, rest: restType } = callee;
    const count = rest.length + (piped ? 1 : 0);
    if (restType === undefined ? count !== parameters.length : count < parameters.length) {
      const wanted = `${restType === undefined ? '' : 'at least '}${parameters.length}`;
      fail(span, `wrong number of args for ${name}: want ${wanted} got ${count}`);
    }
    const typeAt = (index: number): Parameter => parameters[index] ?? restType ?? 'any';
    const values = rest.map((node, index) => argument(dot, node, typeAt(index)));
    if (piped) {
      values.push(guarded(span, () => checkArgument(piped.value, typeAt(rest.length))));
    }
    try {
      for (const value of values) budget.work(typeof value === 'string' ? value.length : 0);
      const result = callee.call(values);
      budget.work(typeof result === 'string' ? result.length : 1);
      return result;
    } catch (error) {
      return fail(span, `error calling ${name}: ${(error as Error).message}`, error);
    }
  }

  function argument(dot: Value, node: Operand, type: Parameter): Value {
    if (node.kind === 'constant' && type !== 'any') {
      if (type === 'string' && typeof node.value === 'string') return node.value;
      const wanted = type === 'string' ? 'string' : 'map[string]string';
      fail(node, `expected ${wanted}; found ${sourceOf(node)}`);
    }
    if (node.kind === 'nil') {
      return type === 'string' ? fail(node, 'cannot assign nil to string') : undefined;
    }
    const value = operand(dot, node);
    return guarded(node, () => checkArgument(value, type));
  }

  return { pipeline, fail };
}
