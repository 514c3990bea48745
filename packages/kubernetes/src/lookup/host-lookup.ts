import type { Clock } from '@org/dns-core';

/** The A and AAAA records of a name; an empty list when there are none. Rejects when that could not be found out. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

/** Addresses of host names, kept up to date while somebody wants them. */
export interface HostLookup {
  /** `unasked`: nothing is known yet; `failed`: it was tried and nothing was ever known. */
  known(hostname: string): readonly string[] | 'unasked' | 'failed';
  /** Looks a name up now and then from now on; the listener hears of every other answer. Gives what ends it. */
  follow(hostname: string, listener: () => void): () => void;
}

interface Followed {
  answer: readonly string[] | 'unasked' | 'failed';
  readonly listeners: Set<() => void>;
  cancel: () => void;
}

/** @param refreshMs the time between two lookups of a name; a lookup that fails keeps the last answer. */
export function createHostLookup(
  resolve: ResolveHost,
  clock: Clock,
  refreshMs: number,
): HostLookup {
  const followed = new Map<string, Followed>();

  const ask = (hostname: string, entry: Followed): void => {
    const settle = (answer: Followed['answer']): void => {
      if (followed.get(hostname) !== entry) return;
      entry.cancel = clock.after(refreshMs, () => ask(hostname, entry));
      if (String(answer) === String(entry.answer) && entry.answer !== 'unasked') return;
      entry.answer = answer;
      for (const listener of entry.listeners) listener();
    };
    resolve(hostname).then(
      (addresses) => settle([...addresses].sort()),
      () => settle(entry.answer === 'unasked' ? 'failed' : entry.answer),
    );
  };

  return {
    known: (hostname) => followed.get(hostname)?.answer ?? 'unasked',
    follow: (hostname, listener) => {
      let entry = followed.get(hostname);
      if (!entry) {
        entry = { answer: 'unasked', listeners: new Set(), cancel: () => {} };
        followed.set(hostname, entry);
        ask(hostname, entry);
      }
      const { listeners } = entry;
      const own = () => listener();
      listeners.add(own);
      return () => {
        listeners.delete(own);
        const current = followed.get(hostname);
        if (listeners.size > 0 || current?.listeners !== listeners) return;
        current.cancel();
        followed.delete(hostname);
      };
    },
  };
}
