import type { KubeObject } from '../model/kube-object.ts';
import { deepEqual } from './deep-equal.ts';
import { createLabelIndex } from './label-index.ts';
import type { Projection, RawObject } from './projection.ts';

/** Which of a table's views an object is in, one bit each; see {@link ObjectTable.addView}. */
type ViewMask = number;

/** What happened to an object as one view sees it; `undefined`: not there. Never both. */
type TableListener = (before: KubeObject | undefined, after: KubeObject | undefined) => void;

/** The objects of one resource as one need sees them. */
export interface TableView {
  get(namespace: string, name: string): KubeObject | undefined;
  /** By namespace, then name. `''`: every namespace. */
  list(namespace: string, labels: readonly (readonly [string, string])[]): readonly KubeObject[];
  /** In no order. */
  all(): Iterable<KubeObject>;
  listen(listener: TableListener): void;
}

/**
 * The cache of one resource. Objects are projected on arrival; one that arrives again with the same kept fields changes
 * nothing and wakes nobody. Listeners hear of a change after it was made.
 */
export interface ObjectTable {
  readonly size: number;
  /** At most 30 views, all added before the first object comes. */
  addView(keep: ((object: KubeObject) => boolean) | undefined): TableView;
  upsert(raw: RawObject): void;
  remove(namespace: string, name: string): void;
  /** From here on {@link ObjectTable.upsert} also remembers what came … */
  beginReplace(): void;
  /** … and what did not come since is removed. */
  endReplace(): void;
}

export function createObjectTable(project: Projection): ObjectTable {
  const objects = new Map<string, Map<string, KubeObject>>();
  /** Only objects that some view does not see. */
  const masks = new Map<KubeObject, ViewMask>();
  const keeps: (((object: KubeObject) => boolean) | undefined)[] = [];
  const listeners: TableListener[][] = [];
  const index = createLabelIndex(() => every());
  const sorted = new Map<string, readonly KubeObject[]>();
  let size = 0;
  let came: Set<KubeObject> | undefined;

  function* every(): Generator<KubeObject> {
    for (const byName of objects.values()) yield* byName.values();
  }

  const maskOf = (object: KubeObject): ViewMask => {
    let mask = 0;
    for (let view = 0; view < keeps.length; view++) {
      if (isKept(keeps[view], object)) mask |= 1 << view;
    }
    return mask;
  };

  const fullMask = () => (1 << keeps.length) - 1;

  const replace = (
    namespace: string,
    name: string,
    after: KubeObject | undefined,
    afterMask: ViewMask,
  ): void => {
    const before = objects.get(namespace)?.get(name);
    if (!before && !after) return;
    const beforeMask = before ? (masks.get(before) ?? fullMask()) : 0;
    if (before && after && beforeMask === afterMask && deepEqual(before, after)) {
      came?.add(before);
      return;
    }
    store(namespace, name, before, after);
    if (before) {
      masks.delete(before);
      came?.delete(before);
    }
    if (after && afterMask !== fullMask()) masks.set(after, afterMask);
    index.replace(before, after);
    // To clear an empty map costs as much as a new one.
    if (sorted.size > 0) sorted.clear();
    if (after) came?.add(after);
    for (let view = 0; view < listeners.length; view++) {
      const seenBefore = (beforeMask >> view) & 1 ? before : undefined;
      const seenAfter = (afterMask >> view) & 1 ? after : undefined;
      if (seenBefore || seenAfter)
        for (const listener of listeners[view]!) listener(seenBefore, seenAfter);
    }
  };

  const store = (
    namespace: string,
    name: string,
    before: KubeObject | undefined,
    after: KubeObject | undefined,
  ): void => {
    let byName = objects.get(namespace);
    if (after) {
      if (!byName) objects.set(namespace, (byName = new Map()));
      byName.set(name, after);
      if (!before) size++;
    } else {
      byName?.delete(name);
      if (byName?.size === 0) objects.delete(namespace);
      size--;
    }
  };

  const listSorted = (namespace: string): readonly KubeObject[] => {
    let list = sorted.get(namespace);
    if (!list) {
      const source = namespace === '' ? every() : (objects.get(namespace)?.values() ?? []);
      list = [...source].sort(byNamespaceAndName);
      sorted.set(namespace, list);
    }
    return list;
  };

  return {
    get size() {
      return size;
    },
    addView: (keep) => {
      const view = keeps.push(keep) - 1;
      const viewListeners: TableListener[] = [];
      listeners.push(viewListeners);
      const isSeen = (object: KubeObject) => {
        const mask = masks.get(object);
        return mask === undefined || ((mask >> view) & 1) === 1;
      };
      const seen = (list: readonly KubeObject[]) => (masks.size === 0 ? list : list.filter(isSeen));
      return {
        get: (namespace, name) => {
          const object = objects.get(namespace)?.get(name);
          return object && isSeen(object) ? object : undefined;
        },
        list: (namespace, labels) => {
          if (labels.length === 0) return seen(listSorted(namespace));
          const candidates = index.candidates(labels) ?? listSorted(namespace);
          return candidates
            .filter((object) => matches(object, namespace, labels) && isSeen(object))
            .sort(byNamespaceAndName);
        },
        all: function* () {
          for (const object of every()) if (isSeen(object)) yield object;
        },
        listen: (listener) => void viewListeners.push(listener),
      };
    },
    upsert: (raw) => {
      const after = project(raw);
      const mask = maskOf(raw as unknown as KubeObject);
      const { namespace = '', name } = after.metadata;
      replace(namespace, name, mask === 0 ? undefined : after, mask);
    },
    remove: (namespace, name) => replace(namespace, name, undefined, 0),
    beginReplace: () => {
      came = new Set();
    },
    endReplace: () => {
      const kept = came;
      came = undefined;
      if (!kept || kept.size === size) return;
      for (const object of every())
        if (!kept.has(object))
          replace(object.metadata.namespace ?? '', object.metadata.name, undefined, 0);
    },
  };
}

/** A filter that fails keeps the object: no record goes because of a bug in a filter. */
function isKept(keep: ((object: KubeObject) => boolean) | undefined, object: KubeObject): boolean {
  try {
    return !keep || keep(object);
  } catch {
    return true;
  }
}

/** Whether an object is in a namespace (`''`: any) and carries all of these labels. */
export function matches(
  object: KubeObject,
  namespace: string,
  labels: readonly (readonly [string, string])[],
): boolean {
  return (
    (namespace === '' || object.metadata.namespace === namespace) &&
    labels.every(([key, value]) => object.metadata.labels?.[key] === value)
  );
}

function byNamespaceAndName(a: KubeObject, b: KubeObject): number {
  return (
    compare(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compare(a.metadata.name, b.metadata.name)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
