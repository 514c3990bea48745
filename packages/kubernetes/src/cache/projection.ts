import type { KubeObject, ObjectMeta } from '../model/kube-object.ts';
import { apiVersionOf, type ResourceType } from '../model/resource-type.ts';
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
  tree.delete('metadata');
  for (const known of ['apiVersion', 'kind']) tree.delete(known);
  const branches = [...tree];

  const projectMetadata = (raw: RawObject['metadata']): ObjectMeta => {
    const metadata: Record<string, unknown> = {};
    for (const field of keptMetadata) {
      const value = raw[field];
      if (value !== undefined && value !== null) metadata[field] = value;
    }
    if (raw.namespace) metadata['namespace'] = intern(raw.namespace);
    const labels = metadata['labels'] as Record<string, string> | undefined;
    if (labels) for (const key in labels) labels[key] = intern(String(labels[key]));
    if (metadataTree instanceof Map)
      for (const [field, below] of metadataTree) {
        const value = metadata[field] === undefined ? pick(raw[field], below) : undefined;
        if (value !== undefined) metadata[field] = value;
      }
    return metadata as unknown as ObjectMeta;
  };

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

  const pick = (value: unknown, below: Tree): unknown => {
    if (value === undefined || value === null) return undefined;
    if (below === 'all') return share(value);
    if (Array.isArray(value)) return value.map((item: unknown) => pick(item, below) ?? {});
    if (typeof value !== 'object') return undefined;
    const result: Record<string, unknown> = {};
    for (const [field, further] of below) {
      const picked = pick((value as Record<string, unknown>)[field], further);
      if (picked !== undefined) result[field] = picked;
    }
    return result;
  };

  return (raw) => {
    const annotations = raw.metadata['annotations'] as Record<string, string> | null | undefined;
    if (annotations && lastApplied in annotations) {
      // Built anew: a property that is deleted makes the object slow and large.
      const { [lastApplied]: _dropped, ...rest } = annotations;
      raw.metadata['annotations'] = rest;
    }
    if (keepAll) {
      const { managedFields: _dropped, resourceVersion: _version, ...metadata } = raw.metadata;
      return { ...raw, apiVersion, kind: type.kind, metadata: metadata as unknown as ObjectMeta };
    }
    const object: Record<string, unknown> = {
      apiVersion,
      kind: type.kind,
      metadata: projectMetadata(raw.metadata),
    };
    for (const [field, below] of branches) {
      const value = pick(raw[field], below);
      if (value !== undefined) object[field] = value;
    }
    return object as unknown as KubeObject;
  };
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
