import type { Value } from '@org/dns-go-template';
import type { KubeObject } from '../model/kube-object.ts';
import { apiVersionOf, type ResourceType } from '../model/resource-type.ts';
import { genericView } from './generic-view.ts';
import type { GoTypes } from './go-types.ts';
import { typedJson } from './typed-json.ts';
import { typedView } from './typed-view.ts';

type Json = Readonly<Record<string, unknown>>;

/** The two ways in which a template may see an object. */
export interface ObjectViews {
  first(): Value;
  /** By JSON keys, asked for where a template fails on the first. */
  second(): Value;
}

export function createObjectViews(
  types: GoTypes | undefined,
  without: readonly string[],
  object: KubeObject,
  type: ResourceType,
): ObjectViews {
  const seen = asCached(object, type, without);
  return {
    first: () => (types ? typedView(types, seen) : genericView(seen, { aliases: true })),
    second: () => genericView(types ? typedJson(types, seen) : seen, { aliases: false }),
  };
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object as upstream's caches hold it, with its kind. */
function asCached(object: KubeObject, type: ResourceType, without: readonly string[]): Json {
  const { metadata, ...rest } = object;
  const { managedFields: _, ...kept } = metadata as typeof metadata & {
    readonly managedFields?: unknown;
  };
  const { annotations } = kept;
  const shown: Json = {
    ...rest,
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata:
      annotations?.[lastApplied] === undefined
        ? kept
        : { ...kept, annotations: omit(annotations, [lastApplied]) },
  };
  return without.reduce((json, path) => omit(json, path.split('.')), shown);
}

/** A copy without what is at the end of a path. */
function omit(json: Json, path: readonly string[]): Json {
  const [key = '', ...more] = path;
  const inner = json[key];
  if (inner === undefined) return json;
  if (more.length > 0) {
    return typeof inner === 'object' && inner !== null
      ? { ...json, [key]: omit(inner as Json, more) }
      : json;
  }
  return Object.fromEntries(Object.entries(json).filter(([name]) => name !== key));
}
