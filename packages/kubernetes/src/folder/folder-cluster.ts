import type { Clock, Problem } from '@org/dns-core';
import type { RawObject } from '../cache/projection.ts';
import type { PlannedFeed } from '../cluster/feed-plan.ts';
import { createObjectCluster } from '../cluster/object-cluster.ts';
import { createHostLookup, type ResolveHost } from '../lookup/host-lookup.ts';
import { apiVersionOf } from '../model/resource-type.ts';
import { parseLabelSelector } from '../selectors/selector.ts';
import type { Cluster } from '../source/cluster.ts';
import type { FeedSink } from '../watch/watch-resource.ts';
import { completed } from './manifest-file.ts';
import { createManifestFolder } from './manifest-folder.ts';
import { watchFolder } from './watch-folder.ts';

export interface FolderClusterOptions {
  /** Read with everything below it. */
  readonly folder: string;
  /** Go on watching it; else it is read once. */
  readonly watch: boolean;
  readonly clock: Clock;
  /** Looks up the A and AAAA records of a host name; see {@link createSystemResolver}. */
  readonly resolve: ResolveHost;
  /** Hears of broken files, and of objects that are there twice. */
  readonly onProblem: (problem: Problem) => void;
  /** Of objects that name none. Default: `default`. */
  readonly defaultNamespace?: string;
  /** Between two lookups of a host name. Default: a minute. */
  readonly resolveRefreshMs?: number;
}

interface OpenedFeed {
  readonly feed: PlannedFeed;
  readonly sink: FeedSink;
}

/** The objects in a folder of YAML and JSON manifests, as if an API server had them. Status is not written. */
export function createFolderCluster(options: FolderClusterOptions): Cluster {
  const { clock, folder } = options;
  const manifests = createManifestFolder(folder);
  const opened = new Set<OpenedFeed>();
  const said = new Set<string>();
  let scanning: Promise<void> | undefined;
  let again = false;
  let readable = false;
  let unread: Problem | undefined;
  let closed = false;
  let stopWatching = (): void => {};

  const fill = ({ feed, sink }: OpenedFeed): void => {
    const selector = parseLabelSelector(feed.labelSelector);
    const seen = new Set<string>();
    sink.beginReplace();
    for (const [file, objects] of manifests.files())
      for (const object of objects) {
        if (object.kind !== feed.type.kind || object.apiVersion !== apiVersionOf(feed.type))
          continue;
        const namespace = namespaceIn(feed, object, options.defaultNamespace ?? 'default');
        const id = `${feed.type.kind} ${namespace}/${object.metadata.name}`;
        if (seen.has(id)) {
          say({
            code: 'manifest-repeated',
            message: `${file}: ${id} is in another file already, and that one counts; remove one of them`,
          });
          continue;
        }
        seen.add(id);
        if (feed.namespace !== '' && feed.namespace !== namespace) continue;
        const labels = object.metadata['labels'] as Record<string, string> | undefined;
        if (selector.matches(labels)) sink.upsert(completed(object, namespace));
      }
    sink.endReplace();
    sink.inStep(unread);
  };

  const say = (problem: Problem): void => {
    if (said.has(problem.message)) return;
    said.add(problem.message);
    options.onProblem(problem);
  };

  const scanOnce = async (): Promise<void> => {
    try {
      const { changed, problems, unread: neverGood } = await manifests.scan();
      if (closed) return;
      // What its objects want is not known: until it is repaired, nothing may be taken for unwanted.
      unread = neverGood && { ...neverGood, stopsRun: true };
      const current = new Set(problems.map((problem) => problem.message));
      for (const message of said) if (!current.has(message)) said.delete(message);
      const wasReadable = readable;
      readable = true;
      if (changed || !wasReadable) for (const feed of opened) fill(feed);
      for (const problem of problems) say(problem);
    } catch (error) {
      readable = false;
      const problem: Problem = {
        code: 'folder-unreadable',
        message: `the folder ${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}; what was read of it stays`,
        stopsRun: true,
      };
      for (const { sink } of opened) sink.behind(problem);
    }
  };

  /** One scan at a time; what changes during one is seen by the next. */
  const scan = (): void => {
    if (scanning) {
      again = true;
      return;
    }
    scanning = scanOnce().finally(() => {
      scanning = undefined;
      if (!again || closed) return;
      again = false;
      scan();
    });
  };

  return createObjectCluster({
    clock,
    lookup: createHostLookup(options.resolve, clock, options.resolveRefreshMs ?? 60_000),
    writer: { writeStatus: () => {} },
    onProblem: options.onProblem,
    open: (feed) => (sink) => {
      const entry = { feed, sink };
      opened.add(entry);
      if (readable) {
        fill(entry);
        return;
      }
      if (options.watch && opened.size === 1) stopWatching = watchFolder(folder, clock, scan);
      scan();
    },
    onClose: async () => {
      closed = true;
      stopWatching();
      await scanning;
    },
  });
}

function namespaceIn(feed: PlannedFeed, object: RawObject, defaultNamespace: string): string {
  if (!feed.type.namespaced) return '';
  return object.metadata.namespace || defaultNamespace;
}
