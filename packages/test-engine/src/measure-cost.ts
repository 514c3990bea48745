import {
  createEndpoint,
  createTxtRegistry,
  groupOf,
  toDnsName,
  type Change,
  type ChangeGroup,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';

const never = new AbortController().signal;
const managedTypes = ['A', 'AAAA', 'CNAME'];
const registry = createTxtRegistry({
  owner: 'me',
  behavior: 'safe',
  prefix: '%{record_type}-',
  managedTypes,
  excludedTypes: [],
});

/** A provider whose requests are counted, at a service with the zone example.org. */
export interface CostSubject {
  readonly provider: Provider;
  readonly zone: Zone;
  /** What was sent since it was last asked, as the row says it: `3`, or `3 (512 B)`. */
  readonly take: () => string;
  /** How many records and markers the service holds; absent: the provider's word is taken. */
  readonly stored?: () => number;
  readonly stop: () => Promise<void>;
}

/** What was sent, for a zone that had been read before. */
interface OneRecordCost {
  /** To read the whole zone. */
  readonly read: string;
  /** To create, change and remove one record with its marker, each with the look at its names that comes before. */
  readonly changes: readonly string[];
  /** To see that nothing has changed. */
  readonly version: string;
}

export interface CostPlan {
  /** The first cell of the row. */
  readonly name: string;
  /** A zone with so many records of others. */
  readonly start: (others: number) => Promise<CostSubject>;
  /** How a cost of one record is written. Default: `create / change / remove`. */
  readonly one?: (cost: OneRecordCost) => string;
  /** How the time for many records is written. Default: that of 10,000. */
  readonly many?: () => Promise<string>;
}

/**
 * Prints the row of a table: the requests to create, change and remove one record beside 10, 1,000 and 10,000 others, and the
 * time to write 10,000 with their markers to an empty zone.
 */
export async function measureCost(plan: CostPlan): Promise<void> {
  const { name, start, one = ({ changes }) => changes.join(' / ') } = plan;
  const cells: string[] = [];
  for (const others of [10, 1000, 10_000]) cells.push(one(await costOfOne(await start(others))));
  cells.push(await (plan.many ?? (async () => costOfMany(await start(0), 10_000)))());
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}

async function costOfOne(subject: CostSubject): Promise<OneRecordCost> {
  const { provider, zone, take } = subject;
  take();
  for await (const chunk of provider.readZone(zone, never)) void chunk;
  const read = take();
  const name = 'www.example.org';
  const [before, after] = [address(name, '192.0.2.1'), address(name, '192.0.2.2')];
  const names = [before.name, ...registry.markerNames(before.name, managedTypes)];
  const changes: string[] = [];
  for (const step of [
    creation(name, before),
    groupOf(before.name, [{ kind: 'update', before, after, role: 'record' }]),
    groupOf(before.name, [removal(after, 'record'), removal(marker(name), 'marker')]),
  ]) {
    await provider.readNames?.(zone, names, never);
    await write(provider, zone, [step]);
    changes.push(take());
  }
  await provider.zoneVersion?.(zone, never);
  const version = take();
  await subject.stop();
  return { read, changes, version };
}

/** The time and the requests to write so many records with their markers. */
export async function costOfMany(subject: CostSubject, count: number): Promise<string> {
  const groups = creations('h', count);
  subject.take();
  const startedMs = performance.now();
  await write(subject.provider, subject.zone, groups);
  const seconds = (performance.now() - startedMs) / 1000;
  const requests = subject.take();
  const stored = subject.stored?.() ?? 2 * count;
  await subject.stop();
  if (stored !== 2 * count) throw new Error(`${stored} of ${2 * count} records were written`);
  return `${seconds.toFixed(2)} s, ${requests} requests`;
}

/** A `take` over a number that only grows. */
export function countSince(total: () => number): () => string {
  let taken = 0;
  return () => {
    const before = taken;
    taken = total();
    return String(taken - before);
  };
}

/** Writes so many records of others, with their markers. */
export async function fillZone(provider: Provider, zone: Zone, others: number): Promise<void> {
  await write(provider, zone, creations('fill-', others));
}

async function write(
  provider: Provider,
  zone: Zone,
  groups: readonly ChangeGroup[],
): Promise<void> {
  const { outcomes } = await provider.applyChanges(zone, groups, never);
  for (const one of outcomes) if (one.outcome !== 'applied') throw one.error;
}

function creations(prefix: string, count: number): readonly ChangeGroup[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${prefix}${index}.example.org`;
    return creation(name, address(name, '192.0.2.1'));
  });
}

function creation(name: string, after: Endpoint): ChangeGroup {
  return groupOf(toDnsName(name), [
    { kind: 'create', after: marker(name), role: 'marker' },
    { kind: 'create', after, role: 'record' },
  ]);
}

const removal = (before: Endpoint, role: Change['role']): Change => ({
  kind: 'delete',
  before,
  role,
});

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
