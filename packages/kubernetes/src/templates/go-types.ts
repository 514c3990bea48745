import { metaTypes, type KindTable } from './kind-table.ts';

export interface GoField {
  readonly name: string;
  /** Where its JSON is, from the struct's own JSON on; empty for what is inlined. */
  readonly json: readonly string[];
  readonly type: string;
  /** Go's JSON has it even where it is empty. */
  readonly always: boolean;
  readonly embedded: boolean;
}

export interface GoStruct {
  readonly own: readonly GoField[];
  /** Own and promoted fields by name. */
  readonly all: ReadonlyMap<string, GoField>;
}

/** The types of a table, read once. */
export interface GoTypes {
  readonly root: string;
  struct(type: string): GoStruct | undefined;
  /** The type under a named one. */
  underlying(type: string): string | undefined;
}

export function readGoTypes(table: KindTable): GoTypes {
  const structs = new Map<string, GoStruct>();
  const definition = (type: string) =>
    Object.hasOwn(table.types, type) ? table.types[type] : metaTypes[type];

  function struct(type: string): GoStruct | undefined {
    const known = structs.get(type);
    if (known) return known;
    const text = definition(type);
    if (text === undefined || text.startsWith('= ')) return undefined;
    const own = text === '' ? [] : text.split(', ').map(parseField);
    const read = { own, all: promote(own) };
    structs.set(type, read);
    return read;
  }

  /** Fields of embedded structs are reached as well; the nearer ones hide the farther ones. */
  function promote(own: readonly GoField[]): ReadonlyMap<string, GoField> {
    const all = new Map(own.map((field) => [field.name, field]));
    for (const outer of own) {
      if (!outer.embedded) continue;
      for (const [name, field] of struct(outer.type)?.all ?? []) {
        if (!all.has(name)) all.set(name, { ...field, json: [...outer.json, ...field.json] });
      }
    }
    return all;
  }

  return {
    root: table.root,
    struct,
    underlying(type) {
      const text = definition(type);
      return text?.startsWith('= ') ? text.slice(2) : undefined;
    },
  };
}

function parseField(text: string): GoField {
  const [name = '', marked = '', ...type] = text.split(' ');
  const json = marked.replace(/^[!^]/, '');
  return {
    name,
    json: json === '' ? [] : [json],
    type: type.join(' '),
    always: marked.startsWith('!'),
    embedded: marked.startsWith('^'),
  };
}

/** The parts of a type that is not named: `*T`, `[]T`, `map[K]T`. */
export function takeApart(
  type: string,
):
  | { readonly kind: 'pointer' | 'list'; readonly of: string }
  | { readonly kind: 'map'; readonly key: string; readonly of: string }
  | undefined {
  if (type.startsWith('*')) return { kind: 'pointer', of: type.slice(1) };
  if (type.startsWith('[]')) return { kind: 'list', of: type.slice(2) };
  const map = /^map\[([^\]]+)\](.+)$/.exec(type);
  return map ? { kind: 'map', key: map[1] as string, of: map[2] as string } : undefined;
}
