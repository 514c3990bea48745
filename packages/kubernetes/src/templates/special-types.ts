import type { Struct, TemplateFunction, Value } from '@org/dns-go-template';

/** Types with a JSON form and a printed form of their own: times, quantities, and numbers that may be names. */
export function specialValue(type: string, json: unknown): Struct | undefined {
  switch (type) {
    case 'v1.Time':
    case 'v1.MicroTime':
      return timeValue(type, json);
    case 'intstr.IntOrString':
      return intOrString(json);
    case 'resource.Quantity':
      return textStruct(type, typeof json === 'number' ? String(json) : textOf(json) || '0', {});
    default:
      return undefined;
  }
}

/** What such a type is in Go's JSON where it is not set. */
export function specialZeroJson(type: string): unknown {
  switch (type) {
    case 'v1.Time':
    case 'v1.MicroTime':
      return null;
    case 'intstr.IntOrString':
      return 0;
    default:
      return '0';
  }
}

export function isSpecial(type: string): boolean {
  return /^(?:v1\.Time|v1\.MicroTime|intstr\.IntOrString|resource\.Quantity)$/.test(type);
}

function textOf(json: unknown): string {
  return typeof json === 'string' ? json : '';
}

function method(call: () => Value): TemplateFunction {
  return { parameters: [], call };
}

function textStruct(
  type: string,
  text: string,
  methods: Readonly<Record<string, () => Value>>,
  fields: Readonly<Record<string, Value>> = {},
): Struct {
  return {
    kind: 'struct',
    type,
    fields: Object.keys(fields),
    has: (name) => Object.hasOwn(fields, name),
    get: (name) => fields[name],
    method(name) {
      if (name === 'String') return method(() => text);
      const found = Object.hasOwn(methods, name) ? methods[name] : undefined;
      return found && method(found);
    },
    text,
  };
}

/** Times are read in UTC and to the second, as the API server writes them. */
function timeValue(type: string, json: unknown): Struct {
  const milliseconds = Date.parse(textOf(json));
  const unset = Number.isNaN(milliseconds);
  const date = new Date(unset ? -62_135_596_800_000 : milliseconds);
  const text = `${date.toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
  return textStruct(type, text, {
    IsZero: () => unset,
    Unix: () => BigInt(Math.floor(date.getTime() / 1000)),
    Year: () => BigInt(date.getUTCFullYear()),
    Day: () => BigInt(date.getUTCDate()),
  });
}

function intOrString(json: unknown): Struct {
  const text = textOf(json);
  const number = typeof json === 'number' ? BigInt(Math.trunc(json)) : 0n;
  const isText = typeof json === 'string';
  return textStruct(
    'intstr.IntOrString',
    isText ? text : String(number),
    { IntValue: () => (/^[+-]?[0-9]{1,18}$/.test(text) ? BigInt(text.replace('+', '')) : number) },
    {
      Type: { kind: 'named', type: 'intstr.Type', value: isText ? 1n : 0n },
      IntVal: { kind: 'named', type: 'int32', value: number },
      StrVal: text,
    },
  );
}
