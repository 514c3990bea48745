import { reach, type Template } from '@org/dns-go-template';
import type { GoStruct, GoTypes } from './go-types.ts';

/** Kept of every object, whatever a source declares. */
const alwaysKept: ReadonlySet<string> = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'labels',
  'annotations',
  'managedFields',
]);

/** The fields of objects that templates can read in either view, as paths of a `ResourceNeed`. */
export function reachedFields(
  templates: readonly Template[],
  types: GoTypes | undefined,
): readonly string[] | 'all' {
  const paths = new Set<string>();
  for (const template of templates) {
    const reached = reach(template.tree);
    if (reached === 'all') return 'all';
    for (const names of reached) {
      for (const json of [types && typedPath(types, names), genericPath(names, !types)]) {
        if (json?.length === 0) return 'all';
        if (json && isKeptByDeclaration(json)) paths.add(json.join('.'));
      }
    }
  }
  return [...paths].sort();
}

function isKeptByDeclaration(json: readonly string[]): boolean {
  const [first, second] = json;
  if (first === 'kind' || first === 'apiVersion') return false;
  return first !== 'metadata' || second === undefined || !alwaysKept.has(second);
}

/** Go names along the types; `undefined` where the first is no field. */
function typedPath(types: GoTypes, names: readonly string[]): readonly string[] | undefined {
  let type = types.root;
  const json: string[] = [];
  for (const [index, name] of names.entries()) {
    const struct: GoStruct | undefined = types.struct(type.replace(/^\*+/, ''));
    // Below a map, and where a method is called, everything may be read.
    if (!struct) return json;
    const field = struct.all.get(name);
    if (!field) return index === 0 ? accessorPath(types, name) : undefined;
    if (field.embedded && field.json.length === 0) return undefined;
    json.push(...field.json);
    type = field.type;
  }
  return json;
}

/** The field behind `.GetName` and its like. */
function accessorPath(types: GoTypes, name: string): readonly string[] | undefined {
  return types.struct(types.root)?.all.get(name.replace(/^Get/, ''))?.json;
}

/** `.Spec.a.b` and `.Object.spec.a.b`; an alias of a top-level key means all of `spec` or `status`. */
function genericPath(names: readonly string[], aliases: boolean): readonly string[] | undefined {
  const [first, ...rest] = names;
  switch (first) {
    case 'Metadata':
      return ['metadata', ...rest];
    case 'Spec':
    case 'Status': {
      const part = first.toLowerCase();
      if (!/^[A-Z]/.test(rest[0] ?? '')) return [part, ...rest];
      return aliases ? [part] : undefined;
    }
    case 'Object':
      return rest;
    default:
      return undefined;
  }
}
