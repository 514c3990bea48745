import type { ChangeGroup, Clock, DnsName, Endpoint, ProviderError } from '@org/dns-core';
import { backOffMs } from '@org/dns-provider-kit';

/** A name whose changes the provider refused. */
export interface Refused {
  readonly name: DnsName;
  readonly error: ProviderError;
  readonly untilMs: number;
}

/**
 * The names whose changes were refused, until it makes sense to ask again. Something else for the same name is tried at once:
 * only the same changes, on the same content, wait.
 */
export interface Quarantine {
  /** The same was refused and its time is not over. */
  holdsBack(group: ChangeGroup): Refused | undefined;
  refuse(group: ChangeGroup, error: ProviderError): Refused;
  clear(name: DnsName): void;
  /** What is still asked for: names that nobody asked about for an hour after their time are forgotten. */
  all(): readonly Refused[];
}

export interface QuarantineOptions {
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
}

interface Entry extends Refused {
  readonly content: string;
  readonly failures: number;
  askedMs: number;
}

const waits = { initialMs: 120_000, maxMs: 3_600_000 };
const forgetAfterMs = 3_600_000;

export function createQuarantine({ clock, random }: QuarantineOptions): Quarantine {
  const entries = new Map<DnsName, Entry>();
  return {
    holdsBack(group) {
      const entry = entries.get(group.name);
      if (entry === undefined || entry.content !== contentOf(group)) return undefined;
      entry.askedMs = clock.now();
      return entry.untilMs > clock.now() ? entry : undefined;
    },
    refuse(group, error) {
      const content = contentOf(group);
      const before = entries.get(group.name);
      const failures = before?.content === content ? before.failures + 1 : 1;
      const waitMs = Math.max(error.retryAfterMs ?? 0, backOffMs(failures, waits, random));
      const askedMs = clock.now();
      const entry = {
        name: group.name,
        content,
        failures,
        error,
        askedMs,
        untilMs: askedMs + waitMs,
      };
      entries.set(group.name, entry);
      return entry;
    },
    clear: (name) => void entries.delete(name),
    all() {
      const oldestMs = clock.now() - forgetAfterMs;
      for (const [name, { untilMs, askedMs }] of entries)
        if (Math.max(untilMs, askedMs) < oldestMs) entries.delete(name);
      return [...entries.values()];
    },
  };
}

/** The records of a group as text; markers follow from them, and may be encrypted anew each time. */
function contentOf({ changes }: ChangeGroup): string {
  const records = changes.filter(({ role }) => role === 'record');
  return JSON.stringify(
    (records.length > 0 ? records : changes).map((change) => [
      change.kind,
      change.kind === 'create' ? null : recordOf(change.before),
      change.kind === 'delete' ? null : recordOf(change.after),
    ]),
  );
}

function recordOf({ name, type, setIdentifier, ttlSeconds, targets, properties }: Endpoint) {
  return [name, type, setIdentifier, ttlSeconds, targets, properties];
}
