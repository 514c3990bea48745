// Requests (and bytes) per changed record beside 10, 1,000 and 10,000 others: create / change / remove, each with its look at the
// zone; and the time to write 10,000 records with their markers; against BIND on loopback. Prints one row of a table; run it with
// `node --conditions=@org/source bench/cost.ts`.
import {
  createEndpoint,
  Secret,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { startBind, type Bind } from '@org/dns-test-servers';
import { createRfc2136Provider } from '../src/index.ts';
import { startCountingRelay } from './counting-relay.ts';

const never = new AbortController().signal;
const zone: Zone = { id: 'example.org', name: toDnsName('example.org') };

const address = (name: string, target: string): Endpoint =>
  createEndpoint({ name, type: 'A', targets: [target] });
const marker = (name: string): Endpoint =>
  createEndpoint({
    name: `a-${name}`,
    type: 'TXT',
    targets: [
      '"heritage=external-dns,external-dns/owner=me,external-dns/resource=service/default/x"',
    ],
  });
const create = (after: Endpoint): Change => ({ kind: 'create', after, role: 'record' });
const remove = (before: Endpoint): Change => ({ kind: 'delete', before, role: 'record' });
const groupOf = (name: string, ...changes: readonly Change[]): ChangeGroup => ({
  name: toDnsName(name),
  changes,
});

function createFor(bind: Bind, port: number, batchChangeSize: number): Provider {
  return createRfc2136Provider({
    servers: [{ host: '127.0.0.1', port }],
    loadBalancing: 'disabled',
    zones: ['example.org'],
    tsig: {
      keyName: bind.keyName,
      algorithm: 'hmac-sha256',
      secret: fixedSecret(new Secret(bind.keySecret)),
    },
    transfer: true,
    minTtlSeconds: 0,
    batchChangeSize,
    behavior: 'safe',
  });
}

async function count(provider: Provider): Promise<number> {
  let records = 0;
  for await (const chunk of provider.readZone(zone, never)) records += chunk.length;
  return records;
}

/** Writes so many records with their markers. */
async function write(provider: Provider, many: number): Promise<void> {
  const groups = Array.from({ length: many }, (_, at) => {
    const name = `h${at}.example.org`;
    return groupOf(name, create(marker(name)), create(address(name, '192.0.2.1')));
  });
  const { outcomes } = await provider.applyChanges(zone, groups, never);
  if (outcomes.some(({ outcome }) => outcome !== 'applied'))
    throw new Error('not everything was written');
}

async function changeOne(others: number): Promise<string> {
  const bind = await startBind({ zones: ['example.org'] });
  const relay = await startCountingRelay(bind.port);
  await write(createFor(bind, bind.port, 1000), others);
  const provider = createFor(bind, relay.port, 50);
  await count(provider);
  const name = 'www.example.org';
  const names = [name, `a-${name}`, `aaaa-${name}`, `cname-${name}`].map(toDnsName);
  const one = address(name, '192.0.2.1');
  const two = address(name, '192.0.2.2');
  const steps = [
    groupOf(name, create(marker(name)), create(one)),
    groupOf(name, { kind: 'update', before: one, after: two, role: 'record' }),
    groupOf(name, remove(two), remove(marker(name))),
  ];
  relay.take();
  const counts: string[] = [];
  for (const step of steps) {
    await provider.readNames?.(zone, names, never);
    await provider.applyChanges(zone, [step], never);
    const { requests, bytes } = relay.take();
    counts.push(`${requests} (${bytes} B)`);
  }
  await provider.close?.();
  relay.close();
  await bind.remove();
  return counts.join(' / ');
}

async function writeMany(batchChangeSize: number): Promise<string> {
  const bind = await startBind({ zones: ['example.org'] });
  const relay = await startCountingRelay(bind.port);
  const provider = createFor(bind, relay.port, batchChangeSize);
  const startedMs = performance.now();
  await write(provider, 10_000);
  const seconds = (performance.now() - startedMs) / 1000;
  const { requests } = relay.take();
  const readAtMs = performance.now();
  const found = await count(provider);
  const readSeconds = (performance.now() - readAtMs) / 1000;
  await provider.close?.();
  relay.close();
  await bind.remove();
  return `${seconds.toFixed(2)} s, ${requests} requests in batches of ${batchChangeSize}; read ${found} sets in ${readSeconds.toFixed(2)} s`;
}

const costs = [await changeOne(10), await changeOne(1000), await changeOne(10_000)];
console.log(`| rfc2136 | ${costs.join(' | ')} | ${await writeMany(50)}, ${await writeMany(500)} |`);
