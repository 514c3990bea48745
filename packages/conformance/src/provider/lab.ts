import {
  createEndpoint,
  groupOf,
  isWithin,
  subject,
  toDnsName,
  type Change,
  type ChangeGroup,
  type DnsName,
  type Endpoint,
  type EndpointInit,
  type GroupOutcome,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { must, NotApplicable } from '../promise-case.ts';
import { remove } from './changes.ts';
import { describeAll, differenceOf, identityOf } from './describe-endpoint.ts';
import type { ProviderCheckOptions, ProviderUnderTest } from './provider-under-test.ts';

/** Where one case works: names of its own in the zone, and the provider's calls with what must come of them. */
export interface Lab {
  readonly provider: Provider;
  readonly options: ProviderCheckOptions;
  readonly subject: ProviderUnderTest;
  readonly zone: Zone;
  /** Aborted when the time for the case is up. */
  readonly signal: AbortSignal;
  /** What the names of this case lie below. */
  readonly domain: DnsName;
  /** A TTL that the provider holds. */
  readonly ttlSeconds: number;
  /** A wanted record, before `adjust`; the name is a label below the case's domain. */
  wanted(
    label: string,
    type: string,
    targets: readonly string[],
    more?: Partial<EndpointInit>,
  ): Endpoint;
  /** The same after `adjust`; broken when the provider drops it. */
  record(
    label: string,
    type: string,
    targets: readonly string[],
    more?: Partial<EndpointInit>,
  ): Promise<Endpoint>;
  adjust(endpoints: readonly Endpoint[]): Promise<readonly Endpoint[]>;
  /** Changes as groups, one per name unless they were grouped already. */
  apply(...work: readonly (Change | ChangeGroup)[]): Promise<readonly GroupOutcome[]>;
  /** The same; broken unless all were applied. */
  write(...work: readonly (Change | ChangeGroup)[]): Promise<void>;
  /** What the zone holds below the case's domain. */
  read(): Promise<readonly Endpoint[]>;
  /** Everything in the zone. */
  readZone(): Promise<readonly Endpoint[]>;
  /** Broken unless the zone holds exactly these below the case's domain; gives them as they were read, in the order given. */
  holds(...endpoints: readonly Endpoint[]): Promise<readonly Endpoint[]>;
  /** A change that the service refuses. */
  refused(label: string): Change;
}

/** A laboratory with the provider under test. @param caseNumber tells the names of the cases apart. */
export async function openLab(
  options: ProviderCheckOptions,
  caseNumber: number,
  signal: AbortSignal,
): Promise<Lab> {
  const under = await options.create();
  const { provider } = under;
  try {
    const base = toDnsName(options.zone);
    const zone = zoneOf(base, await provider.listZones(signal));
    must(zone !== undefined, `listZones gives no zone that ${base} is in`);
    const domain = toDnsName(`c${caseNumber}.${options.run ?? 'conformance'}.${base}`);
    return createLab(options, under, zone, domain, signal);
  } catch (error) {
    await closeSubject(under);
    throw error;
  }
}

function zoneOf(name: DnsName, zones: readonly Zone[]): Zone | undefined {
  return zones
    .filter((zone) => isWithin(name, zone.name))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}

function createLab(
  options: ProviderCheckOptions,
  under: ProviderUnderTest,
  zone: Zone,
  domain: DnsName,
  signal: AbortSignal,
): Lab {
  const { provider } = under;
  const { min = 0, max = Infinity } = provider.capabilities.ttlSeconds ?? {};
  const ttlSeconds = Math.max(min, Math.min(300, max));

  const lab: Lab = {
    provider,
    options,
    subject: under,
    zone,
    signal,
    domain,
    ttlSeconds,
    wanted: (label, type, targets, more = {}) =>
      createEndpoint({ name: `${label}.${domain}`, type, targets, ttlSeconds, ...more }),
    async record(label, type, targets, more) {
      const given = lab.wanted(label, type, targets, more);
      const adjusted = await lab.adjust([given]);
      const found = adjusted.find((one) => one.name === given.name && one.type === type);
      if (found === undefined && provider.capabilities.recordTypes === 'any')
        throw new NotApplicable(`adjust leaves out ${describeAll([given])}`);
      must(found !== undefined, `adjust leaves out ${describeAll([given])}`);
      return found;
    },
    adjust: async (endpoints) => (await provider.adjust?.(endpoints, signal)) ?? endpoints,
    async apply(...work) {
      const groups = toGroups(work);
      const { outcomes } = await provider.applyChanges(zone, groups, signal);
      must(
        outcomes.length === groups.length,
        `${groups.length} groups were given, ${outcomes.length} outcomes came back`,
      );
      return outcomes;
    },
    async write(...work) {
      const groups = toGroups(work);
      for (const [index, outcome] of (await lab.apply(...groups)).entries())
        must(
          outcome.outcome === 'applied',
          `${groups[index]?.name}: ${outcome.outcome === 'applied' ? '' : `${outcome.outcome}: ${outcome.error.message}`}`,
        );
    },
    async readZone() {
      const all: Endpoint[] = [];
      for await (const chunk of provider.readZone(zone, signal))
        for (const endpoint of chunk) all.push(endpoint);
      return all;
    },
    read: async () => (await lab.readZone()).filter(({ name }) => isWithin(name, domain)),
    async holds(...endpoints) {
      return compare(endpoints, await lab.read());
    },
    refused: (label) => refusedChange(lab, toDnsName(`${label}.${domain}`)),
  };
  return lab;
}

function toGroups(work: readonly (Change | ChangeGroup)[]): readonly ChangeGroup[] {
  const groups: ChangeGroup[] = [];
  const single: Change[] = [];
  for (const one of work) {
    if ('changes' in one) groups.push(one);
    else single.push(one);
  }
  const byName = Map.groupBy(single, (change) => subject(change).name);
  return [...groups, ...Array.from(byName, ([name, changes]) => groupOf(name, changes))];
}

function compare(expected: readonly Endpoint[], found: readonly Endpoint[]): readonly Endpoint[] {
  const seen = `the zone holds ${describeAll(found)} where ${describeAll(expected)} should be`;
  must(found.length === expected.length, seen);
  return expected.map((endpoint) => {
    const read = found.find((one) => identityOf(one) === identityOf(endpoint));
    must(read !== undefined, seen);
    const difference = differenceOf(endpoint, read);
    must(difference === undefined, `${seen} (${difference} differs)`);
    return read;
  });
}

function refusedChange(lab: Lab, name: DnsName): Change {
  const { options, provider, domain } = lab;
  if (options.refused !== undefined) return options.refused(name);
  const { recordTypes } = provider.capabilities;
  const type =
    recordTypes === 'any'
      ? undefined
      : Object.keys(recordTypes).find((one) => recordTypes[one] !== true);
  if (type === undefined)
    throw new NotApplicable('nothing is known that the service refuses; say it with `refused`');
  const label = name.slice(0, -domain.length - 1);
  return {
    kind: 'create',
    after: lab.wanted(label, type, ['refused.example.net']),
    role: 'record',
  };
}

/** Takes away what the case left in the zone, and frees what it held. */
export async function closeLab(lab: Lab): Promise<void> {
  const { provider, subject: under, zone, domain } = lab;
  under.faults?.clear();
  try {
    const left = await lab.read();
    const byName = Map.groupBy(left, ({ name }) => name);
    const groups = Array.from(byName, ([name, endpoints]) => ({
      name,
      changes: endpoints.map((endpoint) => remove(endpoint)),
    }));
    if (groups.length > 0) await provider.applyChanges(zone, groups, lab.signal);
  } catch (error) {
    throw new Error(`the records below ${domain} could not be taken away again: ${String(error)}`, {
      cause: error,
    });
  } finally {
    await closeSubject(under);
  }
}

async function closeSubject({ provider, stop }: ProviderUnderTest): Promise<void> {
  await provider.close?.();
  await stop?.();
}
