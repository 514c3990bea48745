// Requests per changed record beside 10, 1,000 and 10,000 others, and the time to write 10,000 records with their markers to the
// fake service on loopback. Prints one row of a table; run it with `node --conditions=@org/source bench/cost.ts`.
import { createEndpoint, type Change, type ChangeGroup, type DnsName } from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import {
  create,
  never,
  readAll,
  remove,
  startBench,
  update,
  wanted,
} from '../src/testing/bench-provider.ts';

const marker = (name: string) =>
  createEndpoint({
    name: `a-${name}`,
    type: 'TXT',
    targets: [
      '"heritage=external-dns,external-dns/owner=me,external-dns/resource=service/default/x"',
    ],
  });

function groupOf(name: string, ...changes: readonly Change[]): ChangeGroup {
  return { name: name as DnsName, changes };
}

async function changeOne(others: number): Promise<string> {
  const bench = await startBench({ clock: createSystemClock() });
  const { provider, at, fake, zone } = bench;
  for (let index = 0; index < others; index += 1)
    zone.records.set(`fill-${index}`, {
      id: `fill-${index}`,
      name: `fill-${index}.example.org`,
      type: 'A',
      content: '192.0.2.1',
      ttl: 1,
      proxied: false,
      proxiable: true,
      comment: null,
      tags: [],
      settings: {},
    });
  await provider.listZones(never);
  await readAll(provider, at);
  const name = 'www.example.org';
  const names = [name, `a-${name}`, `aaaa-${name}`, `cname-${name}`] as DnsName[];
  const one = wanted(`${name} A 192.0.2.1`);
  const two = wanted(`${name} A 192.0.2.2`);
  const steps = [
    groupOf(name, create(marker(name)), create(one)),
    groupOf(name, update(one, two)),
    groupOf(name, remove(two), remove(marker(name))),
  ];
  const counts: number[] = [];
  for (const step of steps) {
    const before = fake.server.requests.length;
    await provider.readNames?.(at, names, never);
    await provider.applyChanges(at, [step], never);
    counts.push(fake.server.requests.length - before);
  }
  await bench.stop();
  return counts.join(' / ');
}

async function writeMany(plan: 'free' | 'pro', count: number): Promise<string> {
  const bench = await startBench({ clock: createSystemClock() }, plan);
  const { provider, at, fake, zone } = bench;
  await provider.listZones(never);
  const groups = Array.from({ length: count }, (_, index) => {
    const name = `h${index}.example.org`;
    return groupOf(name, create(marker(name)), create(wanted(`${name} A 192.0.2.1`)));
  });
  const before = fake.server.requests.length;
  const startedMs = performance.now();
  await provider.applyChanges(at, groups, never);
  const seconds = (performance.now() - startedMs) / 1000;
  const requests = fake.server.requests.length - before;
  if (zone.records.size !== 2 * count) throw new Error('not everything was written');
  await bench.stop();
  return `${seconds.toFixed(2)} s, ${requests} requests`;
}

const costs = [await changeOne(10), await changeOne(1000), await changeOne(10_000)];
const times = [await writeMany('pro', 10_000), await writeMany('free', 10_000)];
console.log(
  `| cloudflare | ${costs.join(' | ')} | ${times[0]} (paid plan), ${times[1]} (free plan) |`,
);
