import { createHastyClock, startFaultyProxy } from '@org/dns-conformance';
import { describeProvider } from '@org/dns-conformance/vitest';
import { startGoogle } from './testing/start-google.ts';

describeProvider('Google Cloud DNS', {
  create: async () => {
    const faults = await startFaultyProxy();
    const { fake, provider, stop } = await startGoogle({
      baseUrl: faults.url,
      clock: createHastyClock(),
    });
    faults.target = fake.url;
    return {
      provider,
      faults,
      async stop() {
        await stop();
        await faults.stop();
      },
    };
  },
  zone: 'example.org',
});
