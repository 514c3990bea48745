// Brings a list of endpoints into PowerDNS, and takes away what was on the list before:
//   node sync-to-power-dns.js http://127.0.0.1:8081 API-KEY www.example.org=192.0.2.1 …
import {
  createEndpoint,
  createEngine,
  createTxtRegistry,
  Secret,
  type Source,
} from '@org/dns-core';
import { createSystemClock, fixedSecret } from '@org/dns-provider-kit';
import { createPdnsProvider } from '@org/dns-provider-pdns';

const [server = '', apiKey = '', ...entries] = process.argv.slice(2);
const types = { managedTypes: ['A'], excludedTypes: [] };

const source: Source = {
  name: 'list',
  async start(report) {
    const endpoints = entries.map((entry) => {
      const [name = '', target = ''] = entry.split('=');
      return createEndpoint({ name, type: 'A', targets: [target] });
    });
    const list = { source: 'list', apiVersion: '', kind: 'List', namespace: '', name: 'arguments' };
    report(list, { endpoints });
  },
  status: () => ({ synced: true }),
};

const provider = createPdnsProvider({
  servers: [server],
  serverId: 'localhost',
  apiKey: fixedSecret(new Secret(apiKey)),
  tls: {},
  behavior: 'safe',
});

const engine = createEngine({
  sources: [source],
  provider,
  registry: createTxtRegistry({ owner: 'list', behavior: 'safe', ...types }),
  clock: createSystemClock(),
  observe(event) {
    if (event.kind === 'applied') console.log(event.zone.name, event.changes.length, 'changes');
    if (event.kind === 'failed' || event.kind === 'zone-failed') console.error(event.error.message);
  },
  behavior: 'safe',
  policy: 'sync',
  ...types,
  domainFilter: { include: [], exclude: [] },
  wrappers: {
    behavior: 'safe',
    defaultTargets: [],
    forceDefaultTargets: false,
    nat64Networks: [],
    targetNets: [],
    excludeTargetNets: [],
    ptr: false,
    createPtr: false,
    minTtlSeconds: 0,
    provider: 'pdns',
    preferAlias: false,
  },
  intervalMs: 60_000,
  minFullPassGapMs: 5000,
  keptCopyMs: 60_000,
  dryRun: false,
  deletionLimits: { share: 0.3, count: 10, windowMs: 600_000 },
  graceMs: 0,
  sourceWaitMs: 10_000,
});

const { inStep, reasons } = await engine.runOnce(new AbortController().signal);
for (const reason of reasons) console.error(reason);
await provider.close?.();
process.exitCode = inStep ? 0 : 1;
