import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Zone } from '../model/zone.ts';
import type { ExplainContext } from './explain-name.ts';

export interface RecordView {
  /** The records under a name as of the last look, with their owners. */
  readonly current: readonly Endpoint[];
  /** The object that our marker names. */
  readonly holder: string | undefined;
}

export function createRecordView(
  name: DnsName,
  zones: readonly Zone[],
  context: Pick<ExplainContext, 'options' | 'placement' | 'reader'>,
): RecordView {
  const { registry, managedTypes } = context.options;
  const records: Endpoint[] = [];
  for (const zone of zones) {
    const markers = registry.markerNames(name, managedTypes);
    for (const asked of new Set([name, ...markers])) {
      const holder = asked === name ? zone : context.placement.markerZone(zone, asked);
      if (holder !== undefined)
        records.push(...(context.reader.lastCopy(holder)?.under(asked) ?? []));
    }
  }
  const current = registry.decode(records).endpoints.filter((endpoint) => endpoint.name === name);
  const ours = current.find(
    ({ labels }) => registry.owner !== '' && labels['owner'] === registry.owner,
  );
  return { current, holder: ours?.labels['resource'] };
}
