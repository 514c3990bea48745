import { createDictionary, fromJson, type Struct, type Value } from '@org/dns-go-template';

type Json = Readonly<Record<string, unknown>>;

const fields: ReadonlySet<string> = new Set([
  'Name',
  'Namespace',
  'Kind',
  'APIVersion',
  'Labels',
  'Annotations',
  'Metadata',
  'Spec',
  'Status',
  'Object',
]);

export interface GenericViewOptions {
  /** Whether `Spec` and `Status` have their top-level keys under Go-like names as well (`dnsNames` also as `DNSNames`). */
  readonly aliases: boolean;
}

/** An object by its JSON keys: a few fields by name, the rest as maps. */
export function genericView(object: Json, options: GenericViewOptions): Struct {
  const metadata = partOf(object, 'metadata');
  const part = (key: string) => {
    const json = partOf(object, key);
    return mapOf(options.aliases ? withAliases(json) : json);
  };
  const get = (name: string): Value => {
    switch (name) {
      case 'Name':
        return textOf(metadata['name']);
      case 'Namespace':
        return textOf(metadata['namespace']);
      case 'Kind':
        return textOf(object['kind']);
      case 'APIVersion':
        return textOf(object['apiVersion']);
      case 'Labels':
        return stringMap(partOf(metadata, 'labels'));
      case 'Annotations':
        return stringMap(partOf(metadata, 'annotations'));
      case 'Metadata':
        return mapOf(metadata);
      case 'Spec':
        return part('spec');
      case 'Status':
        return part('status');
      default:
        return name === 'Object' ? mapOf(object) : undefined;
    }
  };
  return {
    kind: 'struct',
    type: 'unstructured.View',
    fields: [...fields],
    has: (name) => fields.has(name),
    get,
  };
}

function partOf(object: Json, key: string): Json {
  const part = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof part === 'object' && part !== null && !Array.isArray(part) ? (part as Json) : {};
}

function textOf(json: unknown): string {
  return typeof json === 'string' ? json : '';
}

function mapOf(json: Json): Value {
  return fromJson(json, { integers: true });
}

function stringMap(json: Json): Value {
  return createDictionary(json, textOf, { type: 'map[string]string', zero: '' });
}

function withAliases(json: Json): Json {
  const aliases = Object.entries(json).map(([key, value]) => [goName(key), value] as const);
  return { ...Object.fromEntries(aliases), ...json };
}

const initialisms: ReadonlySet<string> = new Set(
  'acl api arn ca cidr cpu crd db dns http https id ip json jwk jwt os pem rbac sql ssl tcp tls ttl udp uid uuid uri url vm xml yaml'.split(
    ' ',
  ),
);

/** A JSON key as Go spells it: a leading initialism in capitals, else the first letter. */
function goName(key: string): string {
  const lead = /^[^A-Z]*/.exec(key)?.[0] ?? '';
  if (initialisms.has(lead)) return lead.toUpperCase() + key.slice(lead.length);
  return key.charAt(0).toUpperCase() + key.slice(1);
}
