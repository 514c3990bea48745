import type { EndpointInit, HostnameOptions } from '@org/dns-core';

/** What all endpoints of an object share, for an endpoint that is made on its own. */
export function endpointInit({
  resource,
  ...shared
}: HostnameOptions): Omit<EndpointInit, 'name' | 'type' | 'targets'> {
  return { ...shared, labels: resource === undefined ? undefined : { resource } };
}
