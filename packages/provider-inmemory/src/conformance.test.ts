import { createEndpoint, toDnsName } from '@org/dns-core';
import { describeProvider } from '@org/dns-conformance/vitest';
import { createInMemoryProvider } from './inmemory-provider.ts';

describeProvider('the provider in memory', {
  create: async () => ({
    provider: createInMemoryProvider({ zones: [toDnsName('example.org')], behavior: 'safe' }),
  }),
  zone: 'example.org',
  // It holds whatever it is given, but changes only what is there.
  refused: (name) => {
    const before = createEndpoint({ name, type: 'A', targets: ['192.0.2.1'] });
    return { kind: 'update', before, after: { ...before, targets: ['192.0.2.2'] }, role: 'record' };
  },
});
