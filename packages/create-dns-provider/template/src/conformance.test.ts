import { createHastyClock, startFaultyProxy } from '@org/dns-conformance';
import { describeProvider } from '@org/dns-conformance/vitest';
import { Secret } from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { createMyDnsProvider } from './my-dns-provider.ts';
import { startFakeMyDns, token } from './testing/fake-my-dns.ts';

// A promise that the service cannot keep is waived with the vendor's reason: waive: { 'sentence of the case': 'reason' }.
describeProvider('My DNS', {
  create: async () => {
    const service = await startFakeMyDns(['example.org']);
    const faults = await startFaultyProxy({ target: service.server.url });
    return {
      provider: createMyDnsProvider({
        endpoint: `${faults.url}/v1`,
        token: fixedSecret(new Secret(token)),
        pageSize: 100,
        clock: createHastyClock(),
      }),
      faults,
      secrets: [token],
      async stop() {
        await faults.stop();
        await service.stop();
      },
    };
  },
  zone: 'example.org',
});
