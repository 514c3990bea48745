// Requests per changed record (create / update / delete) beside 10, 1,000 and 10,000 others while the engine's copy of the zone is
// good, in brackets those to read the zone anew; and the time to write 10,000 records with their markers to the fake service on
// loopback, without the rate that the real service asks for. Prints one row of a table; run it with
// `node --conditions=@org/source bench/cost.ts`.
import type { ChangeGroup } from '@org/dns-core';
import { a, create, group, marker, owned, remove, update } from '../src/testing/changes.ts';
import { startAzure, type StartedAzure } from '../src/testing/start-azure.ts';

const never = new AbortController().signal;
const limits = { readsPerSecond: 1e6, readBurst: 1e6, writesPerSecond: 1e6, writeBurst: 1e6 };

async function countedRead({ provider, zone, fake }: StartedAzure): Promise<number> {
  const before = fake.calls().length;
  for await (const chunk of provider.readZone(zone, never)) void chunk;
  return fake.calls().length - before;
}

async function changeOne(others: number): Promise<string> {
  const started = await startAzure({ limits });
  const { fake, provider, zone } = started;
  for (let index = 0; index < others; index += 1)
    fake.put('example.org', 'A', `fill-${index}`, {
      TTL: 300,
      ARecords: [{ ipv4Address: '192.0.2.1' }],
    });
  const pages = await countedRead(started);
  const one = a('www', '192.0.2.1');
  const two = a('www', '192.0.2.2');
  const steps: ChangeGroup[] = [
    group(create(marker('www'), 'marker'), create(one)),
    group(update(one, two)),
    group(remove(two), remove(marker('www'), 'marker')),
  ];
  const counts: number[] = [];
  for (const step of steps) {
    const before = fake.calls().length;
    await provider.applyChanges(zone, [step], never);
    counts.push(fake.calls().length - before);
  }
  await started.stop();
  return `${counts.join(' / ')} (+ ${pages})`;
}

async function writeMany(count: number): Promise<string> {
  const started = await startAzure({ limits });
  const { fake, provider, zone } = started;
  const groups = Array.from({ length: count }, (_, index) => owned(`h${index}`, '192.0.2.1'));
  const startedMs = performance.now();
  await provider.applyChanges(zone, groups, never);
  const seconds = (performance.now() - startedMs) / 1000;
  if (fake.content().length !== 2 * count) throw new Error('not everything was written');
  const requests = fake.calls().length;
  await started.stop();
  return `${seconds.toFixed(1)} s, ${requests} requests`;
}

const costs = [await changeOne(10), await changeOne(1000), await changeOne(10_000)];
console.log(`| azure | ${costs.join(' | ')} | ${await writeMany(10_000)} |`);
