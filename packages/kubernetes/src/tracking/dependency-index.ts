import type { KubeObject } from '../model/kube-object.ts';
import { matches } from '../cache/object-table.ts';

/** One look of a reader at something that can change. `view` numbers the views of one source. */
export type Look =
  | {
      readonly kind: 'get';
      readonly view: number;
      readonly namespace: string;
      readonly name: string;
    }
  | {
      readonly kind: 'list';
      readonly view: number;
      readonly namespace: string;
      /** Sorted by key. */
      readonly labels: readonly (readonly [string, string])[];
    }
  | { readonly kind: 'host'; readonly hostname: string };

/** Who looked at what. Costs nothing for readers that look at nothing. */
export interface DependencyIndex {
  /** Replaces everything that a reader looked at. */
  set(reader: string, looks: readonly Look[]): void;
  /** The readers of an object, or of a list that it was or is in. */
  readersOf(
    view: number,
    before: KubeObject | undefined,
    after: KubeObject | undefined,
  ): ReadonlySet<string>;
  readersOfHost(hostname: string): Iterable<string>;
  clear(): void;
}

interface Topic {
  readonly look: Look;
  readonly key: string;
  readonly readers: Set<string>;
}

const nobody: ReadonlySet<string> = new Set();

export interface DependencyListener {
  hostNeeded(hostname: string): void;
  hostForgotten(hostname: string): void;
}

export function createDependencyIndex(listener: DependencyListener): DependencyIndex {
  const topics = new Map<string, Topic>();
  const topicsOf = new Map<string, readonly Topic[]>();
  /** Lists with labels, by the first of their labels: an object finds those it may be in by its own labels. */
  const byLabel = new Map<string, Set<Topic>>();

  const open = (look: Look, key: string): Topic => {
    const topic: Topic = { look, key, readers: new Set() };
    topics.set(key, topic);
    const bucket = bucketOf(look);
    if (bucket !== undefined) {
      const list = byLabel.get(bucket);
      if (list) list.add(topic);
      else byLabel.set(bucket, new Set([topic]));
    }
    if (look.kind === 'host') listener.hostNeeded(look.hostname);
    return topic;
  };

  const close = (topic: Topic): void => {
    topics.delete(topic.key);
    const bucket = bucketOf(topic.look);
    const list = bucket === undefined ? undefined : byLabel.get(bucket);
    list?.delete(topic);
    if (bucket !== undefined && list?.size === 0) byLabel.delete(bucket);
    if (topic.look.kind === 'host') listener.hostForgotten(topic.look.hostname);
  };

  return {
    set: (reader, looks) => {
      const former = topicsOf.get(reader);
      if (looks.length === 0 && !former) return;
      const now = new Set<Topic>();
      for (const look of looks) {
        const key = keyOf(look);
        const topic = topics.get(key) ?? open(look, key);
        topic.readers.add(reader);
        now.add(topic);
      }
      for (const topic of former ?? []) {
        if (now.has(topic)) continue;
        topic.readers.delete(reader);
        if (topic.readers.size === 0) close(topic);
      }
      if (now.size > 0) topicsOf.set(reader, [...now]);
      else topicsOf.delete(reader);
    },
    readersOf: (view, before, after) => {
      if (topics.size === 0) return nobody;
      const readers = new Set<string>();
      const add = (topic: Topic | undefined) => {
        if (topic) for (const reader of topic.readers) readers.add(reader);
      };
      const { namespace = '', name } = (after ?? before)!.metadata;
      add(topics.get(keyOf({ kind: 'get', view, namespace, name })));
      for (const scope of namespace === '' ? [''] : ['', namespace]) {
        add(topics.get(keyOf({ kind: 'list', view, namespace: scope, labels: [] })));
        if (byLabel.size === 0) continue;
        for (const object of [before, after])
          for (const [key, value] of Object.entries(object?.metadata.labels ?? {}))
            for (const topic of byLabel.get(bucketKey(view, scope, key, value)) ?? [])
              if (topic.look.kind === 'list' && matches(object!, scope, topic.look.labels))
                add(topic);
      }
      return readers;
    },
    readersOfHost: (hostname) => topics.get(keyOf({ kind: 'host', hostname }))?.readers ?? [],
    clear: () => {
      for (const topic of topics.values()) close(topic);
      topicsOf.clear();
    },
  };
}

// No part of these keys can hold a line feed, so that none can be mistaken for another.
function keyOf(look: Look): string {
  switch (look.kind) {
    case 'get':
      return `get\n${look.view}\n${look.namespace}\n${look.name}`;
    case 'list':
      return `list\n${look.view}\n${look.namespace}\n${look.labels.map((label) => label.join('=')).join('\n')}`;
    case 'host':
      return `host\n${look.hostname}`;
  }
}

function bucketOf(look: Look): string | undefined {
  const [first] = look.kind === 'list' ? look.labels : [];
  return look.kind === 'list' && first
    ? bucketKey(look.view, look.namespace, first[0], first[1])
    : undefined;
}

function bucketKey(view: number, namespace: string, key: string, value: string): string {
  return `${view}\n${namespace}\n${key}=${value}`;
}
