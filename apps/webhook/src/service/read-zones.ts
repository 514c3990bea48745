import type { Endpoint, Provider, Zone } from '@org/dns-core';

/** So many zones are begun ahead of the one whose content is wanted; each holds its first page. */
const ahead = 4;

/**
 * The whole content of some zones, one after another, chunk by chunk; fails, never ends early, when one cannot be read to its
 * end. Whoever stops reading stops all of it.
 */
export async function* readZones(
  provider: Provider,
  zones: readonly Zone[],
  signal: AbortSignal,
): AsyncGenerator<readonly Endpoint[]> {
  const open: OpenZone[] = [];
  let next = 0;
  const openMore = (): void => {
    for (; open.length < ahead && next < zones.length; next += 1) {
      const zone = zones[next];
      if (zone !== undefined) open.push(openZone(provider, zone, signal));
    }
  };
  try {
    openMore();
    for (let zone = open[0]; zone !== undefined; zone = open[0]) {
      for (let step = await zone.first; step.done !== true; step = await zone.reader.next())
        yield step.value;
      open.shift();
      openMore();
    }
  } finally {
    await Promise.allSettled(open.map(async ({ reader }) => reader.return?.()));
  }
}

interface OpenZone {
  readonly reader: AsyncIterator<readonly Endpoint[]>;
  readonly first: Promise<IteratorResult<readonly Endpoint[]>>;
}

function openZone(provider: Provider, zone: Zone, signal: AbortSignal): OpenZone {
  const reader = provider.readZone(zone, signal)[Symbol.asyncIterator]();
  const first = reader.next();
  // It is looked at when its turn comes; until then its failure must not count as unhandled.
  first.catch(() => {});
  return { reader, first };
}
