// Requests per changed record beside 10, 1,000 and 10,000 others, and the time to write 10,000 records with their markers to the
// fake service on loopback, without the pauses and the rate that the real service asks for. Prints one row of a table; run it with
// `node --conditions=@org/source bench/cost.ts`.
import { createSystemClock } from '@org/dns-provider-kit';
import { countSince, measureCost } from '@org/dns-test-engine';
import { never } from '../src/testing/changes.ts';
import { startRoute53Fake } from '../src/testing/route53-fake.ts';
import { createTestProvider } from '../src/testing/test-provider.ts';

await measureCost({
  name: 'route53',
  async start(others) {
    const fake = await startRoute53Fake();
    const stored = fake.addZone({
      name: 'example.org',
      sets: Array.from({ length: others }, (_, at) => ({
        Name: `fill-${at}.example.org`,
        Type: 'A',
        TTL: 300,
        ResourceRecords: [{ Value: '192.0.2.1' }],
      })),
    });
    const provider = createTestProvider(fake, { clock: createSystemClock() });
    const [zone] = await provider.listZones(never);
    if (zone === undefined) throw new Error('no zone');
    return {
      provider,
      zone,
      take: countSince(() => fake.requests.length),
      stored: () => fake.dump(stored).length,
      async stop() {
        await provider.close?.();
        await fake.stop();
      },
    };
  },
});
