import type { Feed } from '../cluster/feed.ts';
import type { TableView } from '../cache/object-table.ts';
import type { HostLookup } from '../lookup/host-lookup.ts';
import type { KubeObject } from '../model/kube-object.ts';
import { resourceKey, type ResourceType } from '../model/resource-type.ts';
import type { ListScope, Reader } from '../reader/reader.ts';
import type { Look } from './dependency-index.ts';

/** One need of a source with the feed that meets it. */
export interface NeededView {
  readonly type: ResourceType;
  /** `''`: every namespace; else objects elsewhere are out of sight. */
  readonly namespace: string;
  readonly view: TableView;
  readonly feed: Feed;
}

/** What one computation looked at. */
export interface Looked {
  readonly looks: readonly Look[];
  /** Feeds that were never in step: what was read of them is not the truth. */
  readonly unsynced: ReadonlySet<Feed>;
  /** A host name whose first lookup is still under way. */
  readonly awaitsHost: boolean;
}

/** Serves one computation after the other, and tells what each looked at. */
export interface TrackedReader {
  /** The reader for the next computation. */
  begin(): Reader;
  /** What was looked at since then. */
  looked(): Looked;
}

type IndexedView = readonly [index: number, needed: NeededView];

/** A reader over the views of one source; a feed that nobody looked at before is started by the first look. */
export function createTrackedReader(
  source: string,
  views: readonly NeededView[],
  lookup: HostLookup,
): TrackedReader {
  const byResource = new Map<string, IndexedView[]>();
  for (const [index, needed] of views.entries()) {
    const key = resourceKey(needed.type);
    byResource.set(key, [...(byResource.get(key) ?? []), [index, needed]]);
  }
  const viewsOf = (type: ResourceType): readonly IndexedView[] => {
    const found = byResource.get(resourceKey(type));
    if (found) return found;
    throw new Error(`source ${source} looks at ${type.plural}, which it does not declare to read`);
  };
  let looks: Look[] = [];
  let unsynced = new Set<Feed>();
  let awaitsHost = false;

  const lookAt = ({ feed }: NeededView, look: Look): void => {
    feed.start();
    if (!feed.state().everSynced) unsynced.add(feed);
    looks.push(look);
  };

  const get = (type: ResourceType, namespace: string, name: string): KubeObject | undefined => {
    const scope = type.namespaced ? namespace : '';
    let found: KubeObject | undefined;
    for (const [index, needed] of viewsOf(type)) {
      if (needed.namespace !== '' && needed.namespace !== scope) continue;
      lookAt(needed, { kind: 'get', view: index, namespace: scope, name });
      found ??= needed.view.get(scope, name);
    }
    return found;
  };

  const list = (type: ResourceType, scope: ListScope): readonly KubeObject[] => {
    const labels = Object.entries(scope.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    const lists: (readonly KubeObject[])[] = [];
    for (const [index, needed] of viewsOf(type)) {
      const namespace = (type.namespaced && scope.namespace) || needed.namespace;
      if (needed.namespace !== '' && needed.namespace !== namespace) continue;
      lookAt(needed, { kind: 'list', view: index, namespace, labels });
      lists.push(needed.view.list(namespace, labels));
    }
    return lists.length === 1 ? lists[0]! : [...new Set(lists.flat())];
  };

  const reader: Reader = {
    get: <T extends KubeObject>(type: ResourceType, namespace: string, name: string) =>
      get(type, namespace, name) as T | undefined,
    list: <T extends KubeObject>(type: ResourceType, scope: ListScope = {}) =>
      list(type, scope) as readonly KubeObject[] as readonly T[],
    resolve: (hostname) => {
      looks.push({ kind: 'host', hostname });
      const known = lookup.known(hostname);
      if (known === 'unasked') awaitsHost = true;
      return known === 'unasked' || known === 'failed' ? undefined : known;
    },
  };
  return {
    begin: () => {
      // Most computations look at nothing but their own object.
      if (looks.length > 0) looks = [];
      if (unsynced.size > 0) unsynced = new Set();
      awaitsHost = false;
      return reader;
    },
    looked: () => ({ looks, unsynced, awaitsHost }),
  };
}
