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

const noNames: readonly DnsName[] = Object.freeze([]);

/** The endpoints of some hostnames; see {@link generate} for `internal`. */
export function publish(
  hostnames: readonly string[],
  internal: boolean,
  context: ServiceContext,
): Published {
  const [only] = hostnames;
  if (only !== undefined && hostnames.length === 1) return publishOne(only, internal, context);
  const published = hostnames.map((hostname) => publishOne(hostname, internal, context));
  return {
    endpoints: published.flatMap(({ endpoints }) => endpoints),
    waiting: published.flatMap(({ waiting }) => waiting),
  };
}

function publishOne(hostname: string, internal: boolean, context: ServiceContext): Published {
  const { endpoints, waiting } = generate(hostname, internal, context);
  if (endpoints.length === 0 && hasOverlongLabel(hostname)) {
    return { endpoints: unusable(hostname, context), waiting: noNames };
  }
  return { endpoints, waiting: waiting ? [toDnsName(hostname)] : noNames };
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
