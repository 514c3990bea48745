// Requests per changed record beside 10, 1,000 and 10,000 others, and the time to write 10,000 records with their markers to the
// fake service on loopback, without the pauses between changes that are the default. Prints one row of a table; run it with
// `node --conditions=@org/source bench/cost.ts`.
import { createTxtRegistry, type ChangeGroup } from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import {
  a,
  create,
  group,
  marker,
  never,
  readAll,
  remove,
  startGoogle,
  update,
  zone,
} from '../src/testing/start-google.ts';

const managedTypes = ['A', 'AAAA', 'CNAME', 'TXT'];
const registry = createTxtRegistry({
  owner: 'me',
  behavior: 'safe',
  prefix: '%{record_type}-',
  managedTypes,
  excludedTypes: [],
});

/** Requests of a create, a change, a removal, and of a pass that finds nothing new. */
async function changeOne(others: number): Promise<string> {
  const { fake, provider, stop } = await startGoogle({ clock: createSystemClock() });
  for (let index = 0; index < others; index += 1)
    fake.put('main', `fill-${index}.example.org.`, 'A', 300, '192.0.2.1');
  await provider.listZones(never);
  await readAll(provider);
  const one = a('www.example.org', '192.0.2.1');
  const two = a('www.example.org', '192.0.2.2');
  const names = [one.name, ...registry.markerNames(one.name, managedTypes)];
  const steps: readonly ChangeGroup[] = [
    group(create(marker('www.example.org')), create(one)),
    group(update(one, two)),
    group(remove(two), remove(marker('www.example.org'))),
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

async function writeMany(count: number): Promise<string> {
  const { fake, provider, stop } = await startGoogle({ clock: createSystemClock() });
  const groups = Array.from({ length: count }, (_item, index) => {
    const name = `h${index}.example.org`;
    return group(create(marker(name)), create(a(name, '192.0.2.1')));
  });
  const startedMs = performance.now();
  await provider.applyChanges(zone, groups, never);
  const seconds = (performance.now() - startedMs) / 1000;
  const requests = fake.requests.length;
  if (fake.lines('main').length !== 2 * count) throw new Error('not everything was written');
  await stop();
  return `${seconds.toFixed(2)} s, ${requests} requests`;
}

const costs = [await changeOne(10), await changeOne(1000), await changeOne(10_000)];
console.log(`| google | ${costs.join(' | ')} | ${await writeMany(10_000)} |`);
