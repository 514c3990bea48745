import {
  createEndpoint,
  hasOverlongLabel,
  toDnsName,
  type DnsName,
  type Endpoint,
} from '@org/dns-core';
import { endpointInit } from './endpoint-init.ts';
import { generate } from './generate.ts';
import type { ServiceContext } from './service-context.ts';

/** What some hostnames of a Service became. */
export interface Published {
  readonly endpoints: readonly Endpoint[];
  /** Those that the Service means to publish, but has no address for at the moment. */
  readonly waiting: readonly DnsName[];
}

/** The endpoints of some hostnames; see {@link generate} for `internal`. */
export function publish(
  hostnames: readonly string[],
  internal: boolean,
  context: ServiceContext,
): Published {
  const waiting: DnsName[] = [];
  const endpoints = hostnames.flatMap((hostname) => {
    const generated = generate(hostname, internal, context);
    if (generated.endpoints.length === 0 && hasOverlongLabel(hostname)) {
      return unusable(hostname, context);
    }
    if (generated.waiting) waiting.push(toDnsName(hostname));
    return generated.endpoints;
  });
  return { endpoints, waiting };
}

/** In `safe` the name is passed on as it is: it is reported with the other names that cannot be, and deletes nothing. */
function unusable(
  hostname: string,
  { options, shared, note }: ServiceContext,
): readonly Endpoint[] {
  if (options.behavior === 'safe') {
    return [createEndpoint({ ...endpointInit(shared), name: hostname, type: 'A', targets: [] })];
  }
  note('invalid-name', `${hostname} has a label of more than 63 bytes; it is left out`);
  return [];
}
