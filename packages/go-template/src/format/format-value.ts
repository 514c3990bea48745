import type { Budget } from '../run/limits.ts';
import { compareStrings } from '../functions/compare.ts';
import { scalarOf, typeOf, type Named, type Scalar, type Value } from '../values/value.ts';
import { formatBool, formatInteger, formatNumber, formatText } from './format-scalar.ts';
import { pad, plainVerb, type Verb } from './verb.ts';

/** What Go prints for the address of something; addresses say nothing, so that all are the same. */
const address = '0xc000000000';
const maxDepth = 100;

/** A value under a verb, as Go's fmt package writes it. */
export function formatValue(value: Value, verb: Verb, budget: Budget): string {
  if (value === undefined || value === null) {
    const isNamed = verb.letter === 'v' || verb.letter === 'T';
    return isNamed ? pad('<nil>', verb) : badVerb(undefined, verb, budget);
  }
  if (verb.letter === 'T') return formatText(typeOf(value), { ...verb, letter: 's' }) ?? '';
  return write(value, verb, budget, 0);
}

/** As `{{.}}` prints it: what a pointer points to, `<no value>` for nothing. */
export function printValue(value: Value, budget: Budget): string {
  if (typeof value === 'string') return value;
  const shown =
    value !== null && typeof value === 'object' && value.kind === 'pointer'
      ? (value.to ?? value)
      : value;
  if (shown === undefined) return '<no value>';
  return formatValue(shown, plainVerb, budget);
}

type Compound = Exclude<Value, Scalar | Named | null | undefined>;

function write(value: Value, verb: Verb, budget: Budget, depth: number): string {
  budget.step();
  if (depth > maxDepth) throw new Error(`is nested more than ${maxDepth} deep`);
  if (value === undefined || value === null) {
    return verb.letter === 'v' ? '<nil>' : badVerb(value, verb, budget);
  }
  const scalar = scalarOf(value);
  if (scalar !== undefined) return writeScalar(value, scalar, verb, budget);
  const compound = value as Compound;
  const inner = (item: Value) => write(item, verb, budget, depth + 1);
  const separator = goSyntax(verb) ? ', ' : ' ';
  const text = writeCompound(compound, verb, depth, inner, separator);
  budget.work(text.length);
  return text;
}

function goSyntax(verb: Verb): boolean {
  return verb.letter === 'v' && verb.sharp;
}

function writeScalar(value: Value, scalar: Scalar, verb: Verb, budget: Budget): string {
  budget.work(typeof scalar === 'string' ? scalar.length : 0);
  // `%+v` and `%#v` say how to write compounds, not signs and prefixes.
  const own = verb.letter === 'v' ? { ...verb, plus: false } : verb;
  const text = formatScalar(scalar, own) ?? badVerb(value, verb, budget);
  budget.work(text.length);
  return text;
}

function formatScalar(scalar: Scalar, verb: Verb): string | undefined {
  switch (typeof scalar) {
    case 'string':
      return formatText(scalar, verb);
    case 'boolean':
      return formatBool(scalar, verb);
    case 'bigint':
      return formatInteger(scalar, verb);
    default:
      return formatNumber(scalar, verb);
  }
}

function writeCompound(
  value: Compound,
  verb: Verb,
  depth: number,
  inner: (item: Value) => string,
  separator: string,
): string {
  const [open, close] = goSyntax(verb) ? [`${value.type}{`, '}'] : ['[', ']'];
  switch (value.kind) {
    case 'list': {
      const items = Array.from({ length: value.length }, (_, index) => inner(value.at(index)));
      return open + items.join(separator) + close;
    }
    case 'map': {
      const entries = [...value.keys()]
        .sort(compareStrings)
        .map((key) => `${inner(key)}:${inner(value.get(key))}`);
      return (goSyntax(verb) ? open : 'map[') + entries.join(separator) + close;
    }
    case 'struct': {
      if (value.text !== undefined && !verb.sharp) {
        return (
          formatText(value.text, { ...verb, plus: verb.letter === 'q' && verb.plus }) ?? value.text
        );
      }
      const named = verb.letter === 'v' && (verb.plus || verb.sharp);
      const fields = value.fields.map((field) => {
        const text = inner(value.get(field));
        return named ? `${field}:${text}` : text;
      });
      return `${goSyntax(verb) ? value.type : ''}{${fields.join(separator)}}`;
    }
    default:
      return writePointer(value.to, depth, inner);
  }
}

function writePointer(to: Value, depth: number, inner: (item: Value) => string): string {
  if (to === undefined) return '<nil>';
  const inside = scalarOf(to) === undefined && depth === 0;
  if (!inside) return address;
  const isText =
    to !== null && typeof to === 'object' && to.kind === 'struct' && to.text !== undefined;
  return (isText ? '' : '&') + inner(to);
}

/** What Go writes where a verb does not fit its argument; the flags of the verb stay. */
function badVerb(value: Value, verb: Verb, budget: Budget): string {
  if (value === undefined || value === null) return `%!${verb.letter}(<nil>)`;
  const shown = { ...verb, letter: 'v', sharp: false };
  const scalar = scalarOf(value);
  const text =
    scalar === undefined ? formatValue(value, shown, budget) : formatScalar(scalar, shown);
  return `%!${verb.letter}(${typeOf(value)}=${text})`;
}
