import { createHastyClock, startFaultyProxy } from '@org/dns-conformance';
import { describeProvider } from '@org/dns-conformance/vitest';
import { createEndpoint, Secret } from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { startPowerDns, type PowerDns } from '@org/dns-test-servers';
import { afterAll, beforeAll } from 'vitest';
import { createPdnsProvider } from '../src/index.ts';

let server: PowerDns;
beforeAll(async () => {
  server = await startPowerDns({ zones: ['example.org'] });
});
afterAll(() => server.remove());

describeProvider('PowerDNS', {
  create: async () => {
    const faults = await startFaultyProxy({ target: server.url });
    const provider = createPdnsProvider({
      servers: [faults.url],
      serverId: 'localhost',
      apiKey: fixedSecret(new Secret(server.apiKey)),
      tls: {},
      behavior: 'safe',
      clock: createHastyClock(),
      random: () => 1,
    });
    return { provider, faults, secrets: [server.apiKey], stop: () => faults.stop() };
  },
  zone: 'example.org',
  properties: [{ name: 'alias', value: 'false' }],
  refused: (name) => ({
    kind: 'create',
    after: createEndpoint({ name, type: 'A', targets: ['no address'], ttlSeconds: 300 }),
    role: 'record',
  }),
  waive: {
    'never replaces other content by a create without saying so':
      'the API of PowerDNS knows no create and no condition, only REPLACE of a whole record set',
  },
});
