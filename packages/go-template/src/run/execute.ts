import { printValue } from '../format/format-value.ts';
import { createBuiltins } from '../functions/builtins.ts';
import { compareStrings } from '../functions/compare.ts';
import type { Functions, TemplateFunction } from '../functions/template-function.ts';
import type { Node, Tree } from '../syntax/node.ts';
import { TemplateError } from '../template-error.ts';
import { indirect, scalarOf, truth, type Value } from '../values/value.ts';
import type { Context } from './context.ts';
import { createEvaluator } from './evaluate.ts';
import { createBudget, defaultLimits, type Limits } from './limits.ts';
import { createVariables } from './variables.ts';

export interface ExecuteOptions {
  /** A key that a map has not: an error, or (the default) no value, which prints as `<no value>`. */
  readonly missingKey?: 'error' | 'no-value';
  /** Functions that take the place of those given when the text was parsed. */
  readonly functions?: Functions;
  readonly limits?: Partial<Limits>;
}

/** `next`: go on. The others leave bodies up to the loop around them. */
type Flow = 'next' | 'break' | 'continue';

/**
 * The text that a parsed template makes of a value.
 *
 * @throws TemplateError with the place and what failed there, also where a limit is reached.
 */
export function execute(
  tree: Tree,
  data: Value,
  functions: Functions,
  options: ExecuteOptions = {},
): string {
  const limits = { ...defaultLimits, ...options.limits };
  const budget = createBudget(limits);
  // Most templates call none or few of them.
  let builtins: Functions | undefined;
  const builtin = (name: string) => (builtins ??= createBuiltins(budget))[name];
  const context: Context = {
    tree,
    functionOf: (name) => own(options.functions, name) ?? own(functions, name) ?? builtin(name),
    missingKeyFails: options.missingKey === 'error',
    budget,
    maxDepth: limits.depth,
  };
  const output: string[] = [];
  let written = 0;
  const write = (text: string) => {
    written += text.length;
    if (written > limits.characters) {
      throw new Error(`makes a text of more than ${limits.characters} characters`);
    }
    output.push(text);
  };
  try {
    run(context, tree.name, data, write, 0);
  } catch (error) {
    if (TemplateError.is(error)) throw error;
    // Only the stack itself is left to give out, where templates call each other from deep inside.
    throw new TemplateError(`template: ${tree.name}: is nested too deep`, { cause: error });
  }
  return output.join('');
}

function own(functions: Functions | undefined, name: string): TemplateFunction | undefined {
  return functions && Object.hasOwn(functions, name) ? functions[name] : undefined;
}

/** Executes one template: the text itself or one that it defines. */
function run(
  context: Context,
  name: string,
  data: Value,
  write: (text: string) => void,
  depth: number,
): void {
  const variables = createVariables(data);
  const evaluator = createEvaluator(context, name, variables);
  const { fail } = evaluator;

  function body(dot: Value, nodes: readonly Node[]): Flow {
    for (const node of nodes) {
      const flow = one(dot, node);
      if (flow !== 'next') return flow;
    }
    return 'next';
  }

  function one(dot: Value, node: Node): Flow {
    guarded(node, () => context.budget.step());
    switch (node.kind) {
      case 'text':
        guarded(node, () => write(node.text));
        return 'next';
      case 'action': {
        const value = evaluator.pipeline(dot, node.pipeline);
        if (node.pipeline.variables.length === 0) {
          guarded(node.pipeline, () => write(printValue(value, context.budget)));
        }
        return 'next';
      }
      case 'if':
      case 'with':
        return scoped(() => {
          const value = evaluator.pipeline(dot, node.pipeline);
          if (truth(value)) return body(node.kind === 'with' ? value : dot, node.body);
          return body(dot, node.otherwise ?? []);
        });
      case 'range':
        return scoped(() => range(dot, node));
      case 'template':
        call(dot, node);
        return 'next';
      default:
        return node.kind;
    }
  }

  function guarded(node: { start: number; end: number }, act: () => void): void {
    try {
      act();
    } catch (error) {
      fail(node, (error as Error).message, error);
    }
  }

  function scoped(act: () => Flow): Flow {
    const mark = variables.mark();
    const flow = act();
    variables.restore(mark);
    return flow;
  }

  function range(dot: Value, node: Node & { readonly kind: 'if' | 'with' | 'range' }): Flow {
    const { pipeline } = node;
    const value = indirect(evaluator.pipeline(dot, pipeline));
    const mark = variables.mark();
    let entered = false;
    const names = pipeline.variables;
    const iterate = (key: Value, item: Value): Flow => {
      entered = true;
      guarded(node, () => context.budget.step());
      const last = names.at(-1);
      if (last !== undefined) {
        variables.assign(last, item);
        if (names.length > 1) variables.assign(names[0] as string, key);
      }
      const flow = body(item, node.body);
      variables.restore(mark);
      return flow;
    };
    for (const [key, item] of entries(value, node)) {
      if (iterate(key, item) === 'break') break;
    }
    return entered ? 'next' : body(dot, node.otherwise ?? []);
  }

  function* entries(
    value: Value,
    node: Node & { readonly kind: 'if' | 'with' | 'range' },
  ): Generator<readonly [Value, Value]> {
    if (value === undefined || value === null) return;
    const number = scalarOf(value);
    if (typeof number === 'bigint') {
      if (node.pipeline.variables.length > 1) {
        fail(node.pipeline, `can't use ${number} to iterate over more than one variable`);
      }
      for (let index = 0n; index < number; index += 1n) yield [undefined, retyped(value, index)];
    } else if (typeof value === 'object' && value.kind === 'list') {
      for (let index = 0; index < value.length; index += 1) yield [BigInt(index), value.at(index)];
    } else if (typeof value === 'object' && value.kind === 'map') {
      for (const key of [...value.keys()].sort(compareStrings)) {
        yield [
          value.keyType === 'string' ? key : { kind: 'named', type: value.keyType, value: key },
          value.get(key),
        ];
      }
    } else {
      fail(node.pipeline, `range can't iterate over ${printValue(value, context.budget)}`);
    }
  }

  function call(dot: Value, node: Node & { readonly kind: 'template' }): void {
    const called = context.tree.templates.get(node.name);
    if (!called) fail(node, `template ${JSON.stringify(node.name)} not defined`);
    if (depth >= context.maxDepth) {
      fail(node, `exceeded maximum template depth (${context.maxDepth})`);
    }
    const value = node.pipeline ? evaluator.pipeline(dot, node.pipeline) : undefined;
    run(context, node.name, value, write, depth + 1);
  }

  body(data, context.tree.templates.get(name) ?? []);
}

/** An integer of the same type as another. */
function retyped(value: Value, number: bigint): Value {
  return value !== null && typeof value === 'object' && value.kind === 'named'
    ? { kind: 'named', type: value.type, value: number }
    : number;
}
