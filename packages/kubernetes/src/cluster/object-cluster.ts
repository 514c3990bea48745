import type { Clock, Problem, Source } from '@org/dns-core';
import { createObjectTable } from '../cache/object-table.ts';
import { compileProjection } from '../cache/projection.ts';
import type { HostLookup } from '../lookup/host-lookup.ts';
import type { Cluster } from '../source/cluster.ts';
import type { ObjectSource, ResourceNeed, StatusWriter } from '../source/object-source.ts';
import type { NeededView } from '../tracking/tracked-reader.ts';
import { createTrackedSource } from '../tracking/tracked-source.ts';
import { createFeed, type OpenFeed } from './feed.ts';
import { planFeeds, type PlannedFeed } from './feed-plan.ts';

export interface ObjectClusterOptions {
  readonly open: (feed: PlannedFeed) => OpenFeed;
  readonly clock: Clock;
  readonly lookup: HostLookup;
  readonly writer: StatusWriter;
  readonly onProblem: (problem: Problem) => void;
  readonly onClose: () => Promise<void>;
}

interface Built {
  readonly source: Source;
  readonly primary: NeededView;
}

/** What the clusters have in common: caches that sources share, filled by whatever `open` gives. */
export function createObjectCluster(options: ObjectClusterOptions): Cluster {
  const stop = new AbortController();
  const definitions: ObjectSource[] = [];
  let built: ReadonlyMap<ObjectSource, Built> | undefined;

  const build = (): ReadonlyMap<ObjectSource, Built> => {
    const needs = definitions.flatMap(({ primary, reads }) => [primary, ...reads]);
    const views = new Map<ResourceNeed, NeededView>();
    for (const planned of planFeeds(needs)) {
      const table = createObjectTable(
        compileProjection(
          planned.type,
          planned.needs.map((need) => need.fields),
        ),
      );
      const feed = createFeed(table, options.open(planned), options.clock, stop.signal);
      // Needs with the same filter see the same objects: one view serves them.
      const byKeep = new Map<ResourceNeed['keep'], NeededView['view']>();
      for (const need of planned.needs) {
        const view = byKeep.get(need.keep) ?? table.addView(need.keep);
        byKeep.set(need.keep, view);
        views.set(need, { type: need.type, namespace: need.namespace ?? '', view, feed });
      }
    }
    return new Map(
      definitions.map((definition) => {
        const primary = views.get(definition.primary)!;
        const source = createTrackedSource({
          definition,
          primary,
          reads: definition.reads.map((need) => views.get(need)!),
          lookup: options.lookup,
          writer: options.writer,
          schedule: (run) => void setImmediate(run),
          onProblem: options.onProblem,
        });
        return [definition, { source, primary }];
      }),
    );
  };

  return {
    source: (definition) => {
      if (built)
        throw new Error(
          `source ${definition.name} comes too late: make all sources before the first is started`,
        );
      definitions.push(definition);
      return {
        name: definition.name,
        ...(definition.merge && { merge: definition.merge }),
        start: (report, signal) => {
          built ??= build();
          return built.get(definition)!.source.start(report, signal);
        },
        status: () => built?.get(definition)?.source.status() ?? { synced: false },
      };
    },
    warmUp: () => {
      built ??= build();
      for (const { primary } of built.values()) primary.feed.start();
    },
    close: async () => {
      stop.abort();
      await options.onClose();
    },
  };
}
