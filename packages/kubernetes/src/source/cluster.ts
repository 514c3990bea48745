import type { Source } from '@org/dns-core';
import type { ObjectSource } from './object-source.ts';

/**
 * Where objects come from: an API server, or a folder of manifests. Sources of one cluster share its caches: a resource that
 * several need is read once, with the union of their fields.
 */
export interface Cluster {
  /** A source over this cluster's objects. All sources are made before the first is started. */
  source(definition: ObjectSource): Source;
  /**
   * Begins to read the sources' own resources before anybody starts the sources; once, after all were made. What comes is kept
   * for them.
   */
  warmUp(): void;
  /** Stops every watch. */
  close(): Promise<void>;
}
