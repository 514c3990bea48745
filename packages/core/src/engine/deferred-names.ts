import type { ProviderError } from '../contract/provider-error.ts';
import type { ChangeGroup } from '../model/change.ts';
import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { backOffMs, type BackOff } from './back-off.ts';

/** A name whose last write failed, until it is tried again. */
interface DeferredName {
  readonly name: DnsName;
  /** What was to be written; something else is tried at once. */
  readonly content: string;
  /** The provider refuses it; otherwise it only did not work out this time. */
  readonly refused: boolean;
  readonly error: ProviderError;
  readonly failures: number;
  readonly untilMs: number;
}

/** The names of one zone that failed alone: quarantine for what was refused, a short wait for the rest. */
export interface DeferredNames {
  readonly refusedCount: number;
  readonly size: number;
  get(name: DnsName): DeferredName | undefined;
  all(): Iterable<DeferredName>;
  /** The same content failed before and its time is not over. */
  holdsBack(group: ChangeGroup): boolean;
  /** @param random one draw for all that failed together, so that they come back together. */
  defer(
    group: ChangeGroup,
    refused: boolean,
    error: ProviderError,
    random: () => number,
  ): DeferredName;
  clear(name: DnsName): DeferredName | undefined;
  /** The names whose time is over and that were not given since they were deferred. */
  takeDue(): readonly DnsName[];
  readonly nextDueMs: number | undefined;
}

export interface DeferredNamesOptions {
  readonly now: () => number;
  readonly quarantine: BackOff;
  readonly retry: BackOff;
}

export function createDeferredNames(options: DeferredNamesOptions): DeferredNames {
  const names = new Map<DnsName, DeferredName>();
  const given = new Set<DnsName>();
  return {
    get refusedCount() {
      let count = 0;
      for (const deferred of names.values()) if (deferred.refused) count += 1;
      return count;
    },
    get size() {
      return names.size;
    },
    get: (name) => names.get(name),
    all: () => names.values(),
    holdsBack: (group) => {
      const known = names.get(group.name);
      return (
        known !== undefined && known.untilMs > options.now() && known.content === contentOf(group)
      );
    },
    defer: (group, refused, error, random) => {
      const content = contentOf(group);
      const before = names.get(group.name);
      const failures =
        before !== undefined && before.content === content && before.refused === refused
          ? before.failures + 1
          : 1;
      const waitMs = backOffMs(
        refused ? options.quarantine : options.retry,
        failures,
        random,
        error.retryAfterMs,
      );
      const deferred: DeferredName = {
        name: group.name,
        content,
        refused,
        error,
        failures,
        untilMs: options.now() + waitMs,
      };
      names.set(group.name, deferred);
      given.delete(group.name);
      return deferred;
    },
    clear: (name) => {
      const known = names.get(name);
      names.delete(name);
      given.delete(name);
      return known;
    },
    takeDue: () => {
      const due: DnsName[] = [];
      for (const { name, untilMs } of names.values()) {
        if (untilMs <= options.now() && !given.has(name)) {
          given.add(name);
          due.push(name);
        }
      }
      return due;
    },
    get nextDueMs() {
      let next: number | undefined;
      for (const { name, untilMs } of names.values()) {
        if (!given.has(name) && (next === undefined || untilMs < next)) next = untilMs;
      }
      return next;
    },
  };
}

/** The record side of a group as text; markers follow from it, and may be encrypted anew each time. */
function contentOf(group: ChangeGroup): string {
  const parts = group.changes
    .filter((change) => change.role === 'record' || group.changes.length === 1)
    .map((change) =>
      change.kind === 'delete'
        ? `- ${recordText(change.before)}`
        : `${change.kind === 'create' ? '+' : '='} ${recordText(change.after)}`,
    );
  return parts.join('\n');
}

function recordText(record: Endpoint): string {
  const { type, setIdentifier, ttlSeconds, targets, properties } = record;
  return JSON.stringify([type, setIdentifier, ttlSeconds, targets, properties]);
}
