import {
  createDictionary,
  fromJson,
  type Named,
  type Scalar,
  type Struct,
  type TemplateFunction,
  type Value,
} from '@org/dns-go-template';
import { takeApart, type GoField, type GoTypes } from './go-types.ts';
import { specialValue } from './special-types.ts';

/** An object as Go's client hands it to a template: by Go field names, with zero values for what is not set. */
export function typedView(types: GoTypes, object: object): Value {
  return valueOf(types, types.root, object);
}

function valueOf(types: GoTypes, type: string, json: unknown): Value {
  const special = specialValue(type, json);
  if (special) return special;
  if (types.struct(type)) return structOf(types, type, json);
  const underlying = types.underlying(type);
  return underlying === undefined
    ? unnamed(types, type, type, json)
    : unnamed(types, underlying, type, json);
}

/** A value of a type that has no name, or of the named type `shown` over it. */
function unnamed(types: GoTypes, type: string, shown: string, json: unknown): Value {
  const parts = takeApart(type);
  switch (parts?.kind) {
    case 'pointer': {
      const unset = json === undefined || json === null;
      return {
        kind: 'pointer',
        type: shown,
        to: unset ? undefined : valueOf(types, parts.of, json),
      };
    }
    case 'list': {
      const items: readonly unknown[] = Array.isArray(json) ? json : [];
      return {
        kind: 'list',
        type: shown,
        length: items.length,
        at: (index) => valueOf(types, parts.of, items[index]),
      };
    }
    case 'map':
      return createDictionary(entriesOf(json), (value) => valueOf(types, parts.of, value), {
        type: shown,
        keyType: parts.key,
        zero: valueOf(types, parts.of, undefined),
      });
    default:
      return scalar(type, shown, json);
  }
}

function entriesOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Readonly<Record<string, unknown>>)
    : {};
}

function scalar(type: string, shown: string, json: unknown): Value {
  const named = (value: Scalar): Scalar | Named =>
    shown === 'string' || shown === 'bool' || shown === 'int' || shown === 'float64'
      ? value
      : { kind: 'named', type: shown, value };
  switch (type) {
    case 'string':
      return named(typeof json === 'string' ? json : '');
    case 'bool':
      return named(json === true);
    case 'float32':
    case 'float64':
      return named(typeof json === 'number' ? json : 0);
    case 'interface {}':
      return fromJson(json, { integers: true });
    default:
      return named(typeof json === 'number' ? BigInt(Math.trunc(json)) : 0n);
  }
}

function structOf(types: GoTypes, type: string, json: unknown): Struct {
  const struct = types.struct(type) as NonNullable<ReturnType<GoTypes['struct']>>;
  const get = (name: string): Value => {
    const field = struct.all.get(name);
    return field && valueOf(types, field.type, find(json, field));
  };
  return {
    kind: 'struct',
    type,
    fields: struct.own.map(({ name }) => name),
    has: (name) => struct.all.has(name),
    get,
    ...(struct.all.has('ResourceVersion') ? { method: metadataMethod(get) } : {}),
  };
}

function find(json: unknown, field: GoField): unknown {
  let value = json;
  for (const key of field.json) value = entriesOf(value)[key];
  return value;
}

const accessibleFields: ReadonlySet<string> = new Set([
  'Name',
  'GenerateName',
  'Namespace',
  'UID',
  'ResourceVersion',
  'Generation',
  'CreationTimestamp',
  'DeletionTimestamp',
  'Labels',
  'Annotations',
  'OwnerReferences',
  'Finalizers',
]);

/** The accessors of Go's `ObjectMeta`, which templates can call: `.GetName`, `.GetLabels`, … */
function metadataMethod(get: (field: string) => Value) {
  return (name: string): TemplateFunction | undefined => {
    const field = name.slice(3);
    return name.startsWith('Get') && accessibleFields.has(field)
      ? { parameters: [], call: () => get(field) }
      : undefined;
  };
}
