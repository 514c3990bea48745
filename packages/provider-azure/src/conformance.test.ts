import { describe } from 'vitest';
import { createHastyClock, startFaultyProxy } from '@org/dns-conformance';
import { describeProvider } from '@org/dns-conformance/vitest';
import { serverCert, serverKey, testCa } from '@org/dns-provider-kit/testing';
import { startAzure } from './testing/start-azure.ts';
import { fakeClientSecret } from './testing/fake-login.ts';

describe.each(['public', 'private'] as const)('%s zones', (kind) => {
  describeProvider('Azure DNS', {
    create: async () => {
      const { fake, again, replaceConfig, stop } = await startAzure({
        kind,
        clock: createHastyClock(),
      });
      const faults = await startFaultyProxy({
        target: fake.server.url,
        ca: testCa,
        tls: { cert: serverCert, key: serverKey },
      });
      await replaceConfig({ resourceManagerEndpoint: `${faults.url}/` });
      return {
        provider: await again(),
        faults,
        secrets: [fakeClientSecret],
        async stop() {
          await stop();
          await faults.stop();
        },
      };
    },
    zone: 'example.org',
    properties: [{ name: 'azure/tags', value: 'team=edge' }],
  });
});
