import type { LoadBalancing } from '../options.ts';
import type { DnsServer } from '../transport/dns-server.ts';

/** Upstream's choice of a server: one state for reading, another for writing. */
export interface ServerRotation {
  next(): DnsServer;
  /** The last one could not be used. */
  failed(): void;
}

/**
 * `disabled` moves on after a failure and stays there; `round-robin` moves on each time; `random` takes any but the first, because
 * upstream compares with a counter that never moves.
 */
export function createServerRotation(
  servers: readonly [DnsServer, ...DnsServer[]],
  strategy: LoadBalancing,
  random: () => number,
): ServerRotation {
  let counter = 0;
  let hasFailed = false;
  const at = (index: number): DnsServer => servers[index % servers.length] ?? servers[0];
  return {
    next() {
      const moveOn = hasFailed;
      hasFailed = false;
      if (servers.length === 1) return servers[0];
      if (strategy === 'random') return at(1 + Math.floor(random() * (servers.length - 1)));
      if (strategy === 'round-robin') return at(counter++);
      if (moveOn) counter += 1;
      return at(counter);
    },
    failed() {
      hasFailed = true;
    },
  };
}
