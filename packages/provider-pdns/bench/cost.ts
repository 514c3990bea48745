// Requests per changed record (create / change / remove) beside 10, 1,000 and 10,000 others, each with its look at the zone, then
// those of a full pass over an unchanged zone; and the time to write 10,000 records with their markers to a real PowerDNS on
// loopback. Prints one row of a table; run it with `node --conditions=@org/source bench/cost.ts`.
import {
  createEndpoint,
  Secret,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type Zone,
} from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { startPowerDns } from '@org/dns-test-servers';
import { createPdnsProvider } from '../src/index.ts';

const never = new AbortController().signal;

const record = (name: string, target: string): Endpoint =>
  createEndpoint({ name, type: 'A', targets: [target], ttlSeconds: 300 });
const marker = (name: string): Endpoint =>
  createEndpoint({
    name: `a-${name}`,
    type: 'TXT',
    targets: ['"heritage=external-dns,external-dns/owner=me,external-dns/resource=crd/default/x"'],
    ttlSeconds: 300,
  });
const creation = (after: Endpoint): Change => ({ kind: 'create', after, role: 'record' });
const removal = (before: Endpoint): Change => ({ kind: 'delete', before, role: 'record' });

function groupOf(name: string, ...changes: readonly Change[]): ChangeGroup {
  return { name: toDnsName(name), changes };
}

function groupsFor(count: number, prefix: string): readonly ChangeGroup[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${prefix}${index}.example.org`;
    return groupOf(name, creation(marker(name)), creation(record(name, '192.0.2.1')));
  });
}

const server = await startPowerDns({ zones: ['example.org'] });
let calls = 0;
const provider = createPdnsProvider({
  servers: [server.url],
  serverId: 'localhost',
  apiKey: fixedSecret(new Secret(server.apiKey)),
  tls: {},
  behavior: 'safe',
  observe: () => {
    calls += 1;
  },
});
const [zone] = await provider.listZones(never);
if (zone === undefined) throw new Error('the server has no zone');

async function write(at: Zone, groups: readonly ChangeGroup[]): Promise<void> {
  const { outcomes } = await provider.applyChanges(at, groups, never);
  if (outcomes.some(({ outcome }) => outcome !== 'applied')) throw new Error('not all was written');
}

async function changeOne(at: Zone): Promise<string> {
  const name = 'www.example.org';
  const [one, two] = [record(name, '192.0.2.1'), record(name, '192.0.2.2')];
  const names = [name, `a-${name}`, `aaaa-${name}`, `cname-${name}`].map((each) => toDnsName(each));
  for await (const chunk of provider.readZone(at, never)) void chunk;
  const counts: number[] = [];
  for (const step of [
    groupOf(name, creation(marker(name)), creation(one)),
    groupOf(name, { kind: 'update', before: one, after: two, role: 'record' }),
    groupOf(name, removal(two), removal(marker(name))),
  ]) {
    const before = calls;
    await provider.readNames?.(at, names, never);
    await write(at, [step]);
    counts.push(calls - before);
  }
  const before = calls;
  await provider.listZones(never);
  await provider.zoneVersion?.(at, never);
  counts.push(calls - before);
  return counts.join(' / ');
}

const costs: string[] = [];
let present = 0;
for (const others of [10, 1_000, 10_000]) {
  await write(zone, groupsFor(others - present, `fill-${others}-`));
  present = others;
  costs.push(await changeOne(zone));
}
const before = calls;
const startedMs = performance.now();
await write(zone, groupsFor(10_000, 'h'));
const seconds = (performance.now() - startedMs) / 1_000;
console.log(
  `| pdns | ${costs.join(' | ')} | ${seconds.toFixed(2)} s, ${calls - before} requests |`,
);
await provider.close?.();
await server.remove();
