import type { KubeObject, ObjectMeta } from '../model/kube-object.ts';
import { apiVersionOf, type ResourceType } from '../model/resource-type.ts';
import { createObjectMaker } from './compact-object.ts';
import { createInterner } from './interner.ts';

/** Turns what the API server sends into what the cache keeps. May change what it is given. */
export type Projection = (raw: RawObject) => KubeObject;

/** An object as parsed, before anything about it is known. */
export interface RawObject {
  apiVersion?: string;
  kind?: string;
  metadata: Record<string, unknown> & { name: string; namespace?: string };
  [field: string]: unknown;
}

/** What to keep below one field; `all`: everything. */
type Tree = 'all' | Map<string, Tree>;

/** Gives the kept part of a value; `undefined`: nothing. */
type Pick = (value: unknown) => unknown;

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Kept of the metadata of every object, in this order. */
const keptMetadata = [
  'name',
  'namespace',
  'uid',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'labels',
  'annotations',
] as const;

/**
 * Compiles the union of field paths (see `ResourceNeed.fields`) into one projection. Strings that repeat between objects are
 * shared.
 */
export function compileProjection(
  type: ResourceType,
  fields: readonly (readonly string[] | 'all')[],
): Projection {
  const intern = createInterner();
  const apiVersion = apiVersionOf(type);
  const keepAll = fields.includes('all');
  const tree: Map<string, Tree> = new Map();
  for (const paths of fields) if (paths !== 'all') for (const path of paths) addPath(tree, path);
  const metadataTree = tree.get('metadata');
  for (const own of ['apiVersion', 'kind', 'metadata']) tree.delete(own);

  /** Shares strings in place: the value was parsed for us alone. */
  const share = (value: unknown): unknown => {
    if (typeof value === 'string') return intern(value);
    if (typeof value !== 'object' || value === null) return value;
    const container = value as Record<string, unknown>;
    for (const key in container) {
      const inner = container[key];
      if (typeof inner === 'string') container[key] = intern(inner);
      else if (typeof inner === 'object') share(inner);
    }
    return value;
  };

  const compile = (below: Tree): Pick => {
    if (below === 'all') return (value) => (value === null ? undefined : share(value));
    const fieldNames = [...below.keys()];
    const picks = [...below.values()].map(compile);
    const make = createObjectMaker(fieldNames);
    const kept: unknown[] = Array.from(fieldNames);
    const pick: Pick = (value) => {
      if (typeof value !== 'object' || value === null) return undefined;
      if (Array.isArray(value)) return value.map((item: unknown) => pick(item) ?? {});
      const record = value as Readonly<Record<string, unknown>>;
      // No field lies below itself, so that one list serves all objects.
      for (let index = 0; index < kept.length; index++)
        kept[index] = picks[index]!(record[fieldNames[index]!]);
      return make(kept);
    };
    return pick;
  };

  const furtherMetadata =
    metadataTree instanceof Map
      ? [...metadataTree].filter(([field]) => !keptMetadata.some((kept) => kept === field))
      : [];
  const furtherPicks = furtherMetadata.map(([, below]) => compile(below));
  const makeMetadata = createObjectMaker([
    ...keptMetadata,
    ...furtherMetadata.map(([field]) => field),
  ]);
  const metadataValues: unknown[] = [];
  const projectMetadata = (raw: RawObject['metadata']): ObjectMeta => {
    const values = metadataValues;
    for (let index = 0; index < keptMetadata.length; index++)
      values[index] = raw[keptMetadata[index]!] ?? undefined;
    values[1] = raw.namespace ? intern(raw.namespace) : undefined;
    // Objects of one rollout or restore were made within the same seconds.
    const created = values[4];
    if (typeof created === 'string') values[4] = intern(created);
    share(raw['labels']);
    for (let index = 0; index < furtherMetadata.length; index++)
      values[keptMetadata.length + index] = furtherPicks[index]!(raw[furtherMetadata[index]![0]]);
    return makeMetadata(values) as unknown as ObjectMeta;
  };

  const fieldNames = [...tree.keys()];
  const picks = [...tree.values()].map(compile);
  const make = createObjectMaker(['apiVersion', 'kind', 'metadata', ...fieldNames]);
  const values: unknown[] = [apiVersion, type.kind];
  return (raw) => {
    dropLastApplied(raw.metadata);
    if (keepAll) {
      const { managedFields: _dropped, resourceVersion: _version, ...metadata } = raw.metadata;
      return { ...raw, apiVersion, kind: type.kind, metadata: metadata as unknown as ObjectMeta };
    }
    values[2] = projectMetadata(raw.metadata);
    for (let index = 0; index < fieldNames.length; index++)
      values[3 + index] = picks[index]!(raw[fieldNames[index]!]);
    return make(values) as unknown as KubeObject;
  };
}

function dropLastApplied(metadata: RawObject['metadata']): void {
  const annotations = metadata['annotations'] as Record<string, string> | null | undefined;
  if (!annotations || !(lastApplied in annotations)) return;
  const { [lastApplied]: _dropped, ...rest } = annotations;
  // Through JSON the object gets its exact size; a copy by rest does not have it, and `delete` makes a table of the object.
  metadata['annotations'] = JSON.parse(JSON.stringify(rest)) as Record<string, string>;
}

function addPath(tree: Map<string, Tree>, path: string): void {
  const parts = path.split('.');
  let at = tree;
  for (const [index, part] of parts.entries()) {
    const below = at.get(part);
    if (below === 'all') return;
    if (index === parts.length - 1) {
      at.set(part, 'all');
      return;
    }
    const next = below ?? new Map<string, Tree>();
    at.set(part, next);
    at = next;
  }
}
