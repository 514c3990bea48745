import type { Behavior } from '@org/dns-core';

/** The prefix of annotation keys since v0.21; the canonical one. */
export const defaultAnnotationPrefix = 'external-dns.kubernetes.io/';
/** The prefix of annotation keys before that. */
export const formerAnnotationPrefix = 'external-dns.alpha.kubernetes.io/';

/**
 * The prefixes under which annotations are read, the first wins: an explicit one alone; else the default, and in `safe` the
 * former one behind it.
 */
export function annotationPrefixes(
  behavior: Behavior,
  explicit: string | undefined,
): readonly [string, ...string[]] {
  if (explicit !== undefined) return [explicit];
  return behavior === 'compat'
    ? [defaultAnnotationPrefix]
    : [defaultAnnotationPrefix, formerAnnotationPrefix];
}
