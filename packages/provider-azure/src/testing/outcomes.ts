import type { ChangeGroup, Endpoint, GroupOutcome, Provider, Zone } from '@org/dns-core';
import type { StartedAzure } from './start-azure.ts';

/** What tests do with a provider, and the words in which they say what came of it. */
export const never: AbortSignal = new AbortController().signal;

/** The content of a zone without the records that the service made. */
export async function read(provider: Provider, zone: Zone): Promise<readonly Endpoint[]> {
  const all: Endpoint[] = [];
  for await (const chunk of provider.readZone(zone, never)) all.push(...chunk);
  return all.filter(({ name, type }) => name !== zone.name || type !== 'NS');
}

export async function apply(
  { provider, zone }: Pick<StartedAzure, 'provider' | 'zone'>,
  ...groups: readonly ChangeGroup[]
): Promise<readonly GroupOutcome[]> {
  return (await provider.applyChanges(zone, groups, never)).outcomes;
}

/** `applied`, or the outcome with its reason, group by group. */
export function shown(outcomes: readonly GroupOutcome[]): readonly string[] {
  return outcomes.map((one) =>
    one.outcome === 'applied' ? 'applied' : `${one.outcome} ${one.error.reason}`,
  );
}

/** The lines of the fake's content for an A record, and for its ownership record. */
export function aLine(name: string, ...targets: readonly string[]): string {
  const records = targets.map((ipv4Address) => ({ ipv4Address }));
  return `example.org | ${name} 300 A [${JSON.stringify(records)}]`;
}

export function markerLine(name: string): string {
  const value = ['"heritage=external-dns,external-dns/owner=me"'];
  return `example.org | a-${name} 300 TXT ${JSON.stringify([[{ value }]])}`;
}
