// Requests per changed record beside 10, 1,000 and 10,000 others, and the time to write 10,000 records with their markers to a
// real etcd on loopback. Prints one row of a table; run it with `node --conditions=@org/source bench/cost.ts`.
import { toDnsName } from '@org/dns-core';
import { countSince, fillZone, measureCost } from '@org/dns-test-engine';
import { startEtcd } from '@org/dns-test-servers';
import { createCoreDnsProvider } from '../src/index.ts';

await measureCost({
  name: 'coredns',
  async start(others) {
    const etcd = await startEtcd();
    let calls = 0;
    const provider = createCoreDnsProvider({
      endpoints: [etcd.url],
      prefix: '/skydns/',
      tls: {},
      strictlyOwned: false,
      owner: 'me',
      behavior: 'safe',
      observe: () => {
        calls += 1;
      },
    });
    const zone = { id: 'etcd', name: toDnsName('') };
    await fillZone(provider, zone, others);
    return {
      provider,
      zone,
      take: countSince(() => calls),
      async stop() {
        await provider.close?.();
        await etcd.remove();
      },
    };
  },
});
