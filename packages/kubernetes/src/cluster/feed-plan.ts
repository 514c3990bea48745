import type { ResourceNeed } from '../source/object-source.ts';
import { resourceKey } from '../model/resource-type.ts';

/** One list and watch, and the needs that it serves. */
export interface PlannedFeed {
  readonly type: ResourceNeed['type'];
  /** `''`: every namespace. */
  readonly namespace: string;
  readonly labelSelector: string;
  readonly needs: readonly ResourceNeed[];
}

/**
 * What has to be read so that every need is met once: needs of one resource share a feed where they ask for the same part
 * of it, or where one asks for every namespace.
 */
export function planFeeds(needs: readonly ResourceNeed[]): readonly PlannedFeed[] {
  const everywhere = new Set(
    needs.filter((need) => !need.namespace).map((need) => scopeKey(need, '')),
  );
  const feeds = new Map<string, PlannedFeed & { readonly needs: ResourceNeed[] }>();
  for (const need of needs) {
    const namespace = everywhere.has(scopeKey(need, '')) ? '' : (need.namespace ?? '');
    const key = scopeKey(need, namespace);
    const feed = feeds.get(key);
    if (feed) feed.needs.push(need);
    else
      feeds.set(key, {
        type: need.type,
        namespace,
        labelSelector: need.labelSelector ?? '',
        needs: [need],
      });
  }
  return [...feeds.values()];
}

function scopeKey(need: ResourceNeed, namespace: string): string {
  return `${resourceKey(need.type)}\n${need.labelSelector ?? ''}\n${namespace}`;
}
