// Requests per changed record beside 10, 1,000 and 10,000 others, and the time to write 10,000 records with their markers to the
// fake service on loopback, which lets more than 3600 requests an hour through. Prints one row of a table; run it with
// `node --conditions=@org/source bench/cost.ts`.
import { toDnsName, type ChangeGroup } from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import {
  create,
  group,
  never,
  readAll,
  record,
  remove,
  startHetzner,
  text,
  update,
  zone,
} from '../src/testing/start.ts';

const marker = (name: string) =>
  text(
    `a-${name}`,
    '"heritage=external-dns,external-dns/owner=me,external-dns/resource=service/default/x"',
  );

async function changeOne(others: number): Promise<string> {
  const { fake, provider, stop } = await startHetzner({ clock: createSystemClock() });
  for (let index = 0; index < others; index += 1)
    fake.put('example.org', { name: `fill-${index}`, type: 'A', values: ['192.0.2.1'] });
  await provider.listZones(never);
  await readAll(provider);
  const name = 'www.example.org';
  const names = [name, `a-${name}`, `aaaa-${name}`, `cname-${name}`].map((one) => toDnsName(one));
  const [one, two] = [record(`${name} A 192.0.2.1`), record(`${name} A 192.0.2.2`)];
  const steps: ChangeGroup[] = [
    group(create(marker(name), 'marker'), create(one)),
    group(update(one, two)),
    group(remove(two), remove(marker(name), 'marker')),
  ];
  const counts: number[] = [];
  for (const step of steps) {
    const before = fake.requests.length;
    await provider.readNames?.(zone, names, never);
    await provider.applyChanges(zone, [step], never);
    counts.push(fake.requests.length - before);
  }
  const before = fake.requests.length;
  await provider.zoneVersion?.(zone, never);
  counts.push(fake.requests.length - before);
  await stop();
  return counts.join(' / ');
}

async function writeMany(count: number, runningFor: number): Promise<string> {
  const { fake, provider, stop } = await startHetzner({ clock: createSystemClock() });
  fake.remaining = 1_000_000;
  fake.runningFor = runningFor;
  await provider.listZones(never);
  const groups = Array.from({ length: count }, (_, index) => {
    const name = `h${index}.example.org`;
    return group(create(marker(name), 'marker'), create(record(`${name} A 192.0.2.1`)));
  });
  const before = fake.requests.length;
  const startedMs = performance.now();
  await provider.applyChanges(zone, groups, never);
  const seconds = (performance.now() - startedMs) / 1000;
  const requests = fake.requests.length - before;
  if (fake.lines('example.org').length !== 2 * count) throw new Error('not everything was written');
  await stop();
  return `${seconds.toFixed(1)} s, ${requests} requests`;
}

const costs = [await changeOne(10), await changeOne(1000), await changeOne(10_000)];
const times = [await writeMany(10_000, 0), await writeMany(1000, 1)];
console.log(
  `| hetzner | ${costs.join(' | ')} | ${times[0]} (1,000 with actions that take a moment: ${times[1]}) |`,
);
