import type { DnsName } from '../model/dns-name.ts';

/** Which names wait for a target, since when, and for how much longer their records stay. */
export interface Grace {
  /** What a look at `names` showed; a name that is seen waiting for the first time begins its grace now. */
  note(names: Iterable<DnsName>, waiting: ReadonlySet<DnsName>): void;
  /** The name waits and may still wait. */
  protects(name: DnsName): boolean;
  /** The name waits and has waited long enough. */
  isOver(name: DnsName): boolean;
  /** When the next name's grace ends. */
  readonly nextEndMs: number | undefined;
  /** The names whose grace has ended since the last call. */
  takeEnded(): readonly DnsName[];
}

export function createGrace(graceMs: number, now: () => number): Grace {
  // In the order in which the names began to wait, which is the order in which they end.
  const since = new Map<DnsName, number>();
  const over = new Set<DnsName>();

  const takeEnded = (): readonly DnsName[] => {
    const ended: DnsName[] = [];
    for (const [name, sinceMs] of since) {
      if (sinceMs + graceMs > now()) break;
      since.delete(name);
      over.add(name);
      ended.push(name);
    }
    return ended;
  };

  return {
    note: (names, waiting) => {
      for (const name of names) {
        if (waiting.has(name)) {
          if (!over.has(name) && !since.has(name)) since.set(name, now());
        } else {
          since.delete(name);
          over.delete(name);
        }
      }
    },
    protects: (name) => {
      const sinceMs = since.get(name);
      return sinceMs !== undefined && sinceMs + graceMs > now();
    },
    isOver: (name) => {
      const sinceMs = since.get(name);
      return over.has(name) || (sinceMs !== undefined && sinceMs + graceMs <= now());
    },
    get nextEndMs() {
      for (const sinceMs of since.values()) return sinceMs + graceMs;
      return undefined;
    },
    takeEnded,
  };
}
