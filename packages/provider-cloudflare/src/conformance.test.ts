import { createHastyClock, startFaultyProxy } from '@org/dns-conformance';
import { describeProvider } from '@org/dns-conformance/vitest';
import { prefix, startBench } from './testing/bench-provider.ts';
import { fakeToken } from './testing/fake-cloudflare.ts';

describeProvider('Cloudflare', {
  create: async () => {
    const faults = await startFaultyProxy();
    const bench = await startBench({
      baseUrl: `${faults.url}/client/v4`,
      clock: createHastyClock(),
    });
    faults.target = bench.fake.server.url;
    return {
      provider: bench.provider,
      faults,
      secrets: [fakeToken],
      async stop() {
        await bench.stop();
        await faults.stop();
      },
    };
  },
  zone: 'example.org',
  properties: [
    { name: `${prefix}cloudflare-record-comment`, value: 'by hand' },
    { name: `${prefix}cloudflare-tags`, value: 'a:1,b:2' },
  ],
});
