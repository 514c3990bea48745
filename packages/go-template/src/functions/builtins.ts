import { print, println } from '../format/print.ts';
import { printf } from '../format/printf.ts';
import type { Budget } from '../run/limits.ts';
import { truth, typeOf, type Value } from '../values/value.ts';
import { equalsAny, isLess, isLessOrEqual } from './compare.ts';
import { escapeHtml, escapeJs, escapeUrlQuery } from './escape.ts';
import { indexValue, lengthOf, sliceValue } from './index-and-slice.ts';
import type { Functions, Parameter } from './template-function.ts';

const two = ['any', 'any'] as const;
const atLeast = (...parameters: readonly Parameter[]) => ({ parameters, rest: 'any' }) as const;

/** The functions that every template has. `and` and `or` stop early and so belong to the evaluator. */
export function createBuiltins(budget: Budget): Functions {
  const text = (values: readonly Value[]) => {
    const printed = print(values.map(shown), budget);
    budget.work(printed.length * 6);
    return printed;
  };
  const less = (values: readonly Value[]) => isLess(values[0], values[1]);
  const lessOrEqual = (values: readonly Value[]) => isLessOrEqual(values[0], values[1]);
  return {
    call: {
      ...atLeast('any'),
      call: ([callee]) => {
        if (callee === undefined || callee === null) throw new Error('call of nil');
        throw new Error(`non-function of type ${typeOf(callee)}`);
      },
    },
    eq: { ...atLeast('any'), call: ([first, ...others]) => equalsAny(first, others) },
    ge: { parameters: two, call: (values) => !less(values) },
    gt: { parameters: two, call: (values) => !lessOrEqual(values) },
    html: { ...atLeast(), call: (values) => escapeHtml(text(values)) },
    index: { ...atLeast('any'), call: ([item, ...indexes]) => indexValue(item, indexes) },
    js: { ...atLeast(), call: (values) => escapeJs(text(values)) },
    le: { parameters: two, call: lessOrEqual },
    len: { parameters: ['any'], call: ([item]) => lengthOf(item) },
    lt: { parameters: two, call: less },
    ne: { parameters: two, call: ([first, other]) => !equalsAny(first, [other]) },
    not: { parameters: ['any'], call: ([value]) => !truth(value) },
    print: { ...atLeast(), call: (values) => print(values, budget) },
    printf: {
      ...atLeast('string'),
      call: ([format, ...values]) => printf(format as string, values, budget),
    },
    println: { ...atLeast(), call: (values) => println(values, budget) },
    slice: { ...atLeast('any'), call: ([item, ...indexes]) => sliceValue(item, indexes) },
    urlquery: { ...atLeast(), call: (values) => escapeUrlQuery(text(values)) },
  };
}

/** As `{{.}}` would print it. */
function shown(value: Value): Value {
  if (value === undefined || value === null) return '<no value>';
  return typeof value === 'object' && value.kind === 'pointer' ? (value.to ?? value) : value;
}

/** The names of the functions that every template has. */
export const builtinNames: ReadonlySet<string> = new Set([
  'and',
  'call',
  'eq',
  'ge',
  'gt',
  'html',
  'index',
  'js',
  'le',
  'len',
  'lt',
  'ne',
  'not',
  'or',
  'print',
  'printf',
  'println',
  'slice',
  'urlquery',
]);
