import { createHastyClock, startFaultyProxy } from '@org/dns-conformance';
import { describeProvider } from '@org/dns-conformance/vitest';
import { token } from './testing/fake-hetzner.ts';
import { startHetzner } from './testing/start.ts';

describeProvider('Hetzner', {
  create: async () => {
    const faults = await startFaultyProxy();
    const { fake, provider, stop } = await startHetzner({
      endpoint: `${faults.url}/v1`,
      clock: createHastyClock(),
    });
    faults.target = fake.url;
    return {
      provider,
      faults,
      secrets: [token],
      async stop() {
        await stop();
        await faults.stop();
      },
    };
  },
  zone: 'example.org',
});
