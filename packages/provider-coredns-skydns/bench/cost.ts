// Requests per changed record beside 10, 1,000 and 10,000 others, and the time to write 10,000 records with their markers to a
// real etcd on loopback. Prints one row of a table; run it with `node --conditions=@org/source bench/cost.ts`.
import {
  createEndpoint,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type Zone,
} from '@org/dns-core';
import { startEtcd } from '@org/dns-test-servers';
import { createCoreDnsProvider } from '../src/index.ts';

const never = new AbortController().signal;
const zone: Zone = { id: 'etcd', name: toDnsName('') };

const record = (name: string, target: string): Endpoint =>
  createEndpoint({ name, type: 'A', targets: [target] });
const marker = (name: string): Endpoint =>
  createEndpoint({
    name: `a-${name}`,
    type: 'TXT',
    targets: ['"heritage=external-dns,external-dns/owner=me,external-dns/resource=crd/default/x"'],
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

async function write(groups: readonly ChangeGroup[]): Promise<void> {
  const { outcomes } = await provider.applyChanges(zone, groups, never);
  if (outcomes.some(({ outcome }) => outcome !== 'applied')) throw new Error('not all was written');
}

async function changeOne(): Promise<string> {
  const name = 'www.example.org';
  const [one, two] = [record(name, '192.0.2.1'), record(name, '192.0.2.2')];
  const names = [name, `a-${name}`, `aaaa-${name}`, `cname-${name}`].map((each) => toDnsName(each));
  const counts: number[] = [];
  for (const step of [
    groupOf(name, creation(marker(name)), creation(one)),
    groupOf(name, { kind: 'update', before: one, after: two, role: 'record' }),
    groupOf(name, removal(two), removal(marker(name))),
  ]) {
    const before = calls;
    await provider.readNames?.(zone, names, never);
    await write([step]);
    counts.push(calls - before);
  }
  return counts.join(' / ');
}

const costs: string[] = [];
let present = 0;
for (const others of [10, 1_000, 10_000]) {
  await write(groupsFor(others - present, `fill-${others}-`));
  present = others;
  costs.push(await changeOne());
}
const before = calls;
const startedMs = performance.now();
await write(groupsFor(10_000, 'h'));
const seconds = (performance.now() - startedMs) / 1_000;
console.log(
  `| coredns | ${costs.join(' | ')} | ${seconds.toFixed(2)} s, ${calls - before} requests |`,
);
await provider.close?.();
await etcd.remove();
