// Requests per changed record beside 10, 1,000 and 10,000 others, and the time to write 10,000 records with their markers to the
// fake service on loopback, without the pauses and the rate that the real service asks for. Prints one row of a table; run it with
// `node --conditions=@org/source bench/cost.ts`.
import { createTxtRegistry, type Change, type ChangeGroup } from '@org/dns-core';
import { createSystemClock } from '@org/dns-provider-kit';
import { create, group, never, record, remove, update } from '../src/testing/changes.ts';
import { startRoute53Fake } from '../src/testing/route53-fake.ts';
import { createTestProvider, readAll } from '../src/testing/test-provider.ts';

const managedTypes = ['A', 'AAAA', 'CNAME', 'TXT'];
const registry = createTxtRegistry({
  owner: 'me',
  behavior: 'safe',
  prefix: '%{record_type}-',
  managedTypes,
  excludedTypes: [],
});

/** A change with its markers. */
function groupOf(change: Change, marked: boolean): ChangeGroup {
  const subject = change.kind === 'delete' ? change.before : change.after;
  const text =
    '"heritage=external-dns,external-dns/owner=me,external-dns/resource=service/default/x"';
  const marker = record(`a-${subject.name}`, 'TXT', text);
  return marked
    ? group(change, change.kind === 'delete' ? remove(marker) : create(marker))
    : group(change);
}

async function changeOne(others: number): Promise<string> {
  const fake = await startRoute53Fake();
  fake.addZone({
    name: 'example.org',
    sets: Array.from({ length: others }, (_, at) => ({
      Name: `fill-${at}.example.org`,
      Type: 'A',
      TTL: 300,
      ResourceRecords: [{ Value: '192.0.2.1' }],
    })),
  });
  const provider = createTestProvider(fake, { clock: createSystemClock() });
  const [zone] = await provider.listZones(never);
  if (zone === undefined) throw new Error('no zone');
  await readAll(provider, zone);
  const one = record('www.example.org', 'A', '192.0.2.1');
  const two = record('www.example.org', 'A', '192.0.2.2');
  const names = [one.name, ...registry.markerNames(one.name, managedTypes)];
  const counts: number[] = [];
  for (const step of [
    groupOf(create(one), true),
    groupOf(update(one, two), false),
    groupOf(remove(two), true),
  ]) {
    const before = fake.requests.length;
    await provider.readNames?.(zone, names, never);
    await provider.applyChanges(zone, [step], never);
    counts.push(fake.requests.length - before);
  }
  await provider.close?.();
  await fake.stop();
  return counts.join(' / ');
}

async function writeMany(count: number): Promise<string> {
  const fake = await startRoute53Fake();
  const stored = fake.addZone({ name: 'example.org' });
  const provider = createTestProvider(fake, { clock: createSystemClock() });
  const [zone] = await provider.listZones(never);
  if (zone === undefined) throw new Error('no zone');
  const groups = Array.from({ length: count }, (_, at) =>
    groupOf(create(record(`h${at}.example.org`, 'A', '192.0.2.1')), true),
  );
  const startedMs = performance.now();
  await provider.applyChanges(zone, groups, never);
  const seconds = (performance.now() - startedMs) / 1000;
  if (fake.dump(stored).length !== 2 * count) throw new Error('not everything was written');
  const requests = fake.count('POST', /rrset/);
  await provider.close?.();
  await fake.stop();
  return `${seconds.toFixed(2)} s, ${requests} requests`;
}

const costs = [await changeOne(10), await changeOne(1000), await changeOne(10_000)];
console.log(`| route53 | ${costs.join(' | ')} | ${await writeMany(10_000)} |`);
