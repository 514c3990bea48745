import type { FlagName, Flags } from '@org/dns-app-kit';
import type { Parsed, Source } from '@org/dns-core';
import type { Cluster } from '@org/dns-kubernetes';

/** All that a source can be made from. */
export interface SourceContext {
  readonly flags: Flags;
  readonly given: ReadonlySet<FlagName>;
}

/** A source that waits for its cluster. */
export type PendingSource = (cluster: Cluster) => Source;

/**
 * Turns flags into one source's options. One file each in this folder, which loads its package with `await import(…)`, so
 * that a source that is not chosen costs nothing.
 */
export type CreateSource = (context: SourceContext) => Promise<Parsed<PendingSource>>;
