import {
  createEndpoint,
  isWithin,
  toDnsName,
  type ChangeGroup,
  type EndpointInit,
} from '@org/dns-core';
import { createInMemoryProvider, type InMemoryProvider } from '../inmemory-provider.ts';

/** `name type target[ | target …]` as the create of one record set; more fields by the second argument. */
export function create(text: string, more: Partial<EndpointInit> = {}): ChangeGroup {
  const [name = '', type = '', ...rest] = text.split(' ');
  const targets = rest.join(' ').split(' | ');
  const after = createEndpoint({ name, type, targets, ...more });
  return { name: after.name, changes: [{ kind: 'create', after, role: 'record' }] };
}

/** A provider with zones, and record sets in the zones that their names lie in. */
export async function providerWith(
  zones: readonly string[],
  records: readonly string[],
): Promise<InMemoryProvider> {
  const provider = createInMemoryProvider({ zones: zones.map(toDnsName), behavior: 'safe' });
  const signal = new AbortController().signal;
  const listed = [...(await provider.listZones(signal))];
  const byLength = listed.sort((a, b) => b.name.length - a.name.length);
  for (const record of records) {
    const group = create(record);
    const zone = byLength.find(({ name }) => isWithin(group.name, name));
    // oxlint-disable-next-line no-await-in-loop -- the order of records is the order of writes
    if (zone !== undefined) await provider.applyChanges(zone, [group], signal);
  }
  return provider;
}
