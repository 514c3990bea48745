import type { Behavior } from '@org/dns-core';

/** A tag that a zone must carry; without `value`, with any value. */
export interface TagFilter {
  readonly key: string;
  readonly value: string | undefined;
}

/** `key` or `key=value` each; blank keys are ignored, of repeated ones the last counts. */
export function parseTagFilters(items: readonly string[]): readonly TagFilter[] {
  const filters = new Map<string, TagFilter>();
  for (const item of items) {
    const at = item.indexOf('=');
    const key = (at < 0 ? item : item.slice(0, at)).trim();
    const value = at < 0 ? '' : item.slice(at + 1).trim();
    if (key !== '') filters.set(key, { key, value: value === '' ? undefined : value });
  }
  return [...filters.values()];
}

export function matchesTags(
  filters: readonly TagFilter[],
  tags: Readonly<Record<string, string>>,
): boolean {
  return filters.every(
    ({ key, value }) => Object.hasOwn(tags, key) && (value === undefined || tags[key] === value),
  );
}

/**
 * One of the ids, with or without `/hostedzone/`, is the zone's; no ids accept every zone. `compat` compares the end only, as
 * upstream does, so that `Z9` also accepts `ABCZ9`.
 */
export function matchesZoneId(ids: readonly string[], zoneId: string, behavior: Behavior): boolean {
  const bare = withoutPrefix(zoneId);
  return (
    ids.length === 0 ||
    ids.some((id) =>
      behavior === 'compat' ? `/hostedzone/${bare}`.endsWith(id) : withoutPrefix(id) === bare,
    )
  );
}

/** `/hostedzone/Z1` → `Z1`. */
export function withoutPrefix(zoneId: string): string {
  return zoneId.startsWith('/hostedzone/') ? zoneId.slice('/hostedzone/'.length) : zoneId;
}
