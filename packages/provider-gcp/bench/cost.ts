// Requests per changed record beside 10, 1,000 and 10,000 others, then of a pass that finds nothing new, and the time to write
// 10,000 records with their markers to the fake service on loopback, without the pauses between changes that are the default.
// Prints one row of a table; run it with `node --conditions=@org/source bench/cost.ts`.
import { createSystemClock } from '@org/dns-provider-kit';
import { countSince, measureCost } from '@org/dns-test-engine';
import { never, startGoogle, zone } from '../src/testing/start-google.ts';

await measureCost({
  name: 'google',
  async start(others) {
    const { fake, provider, stop } = await startGoogle({ clock: createSystemClock() });
    for (let index = 0; index < others; index += 1)
      fake.put('main', `fill-${index}.example.org.`, 'A', 300, '192.0.2.1');
    await provider.listZones(never);
    return {
      provider,
      zone,
      take: countSince(() => fake.requests.length),
      stored: () => fake.lines('main').length,
      stop,
    };
  },
  one: ({ changes, version }) => [...changes, version].join(' / '),
});
