import { createEndpoint, type Change, type DnsName } from '@org/dns-core';

/** An address that is none. */
export function refusedChange(name: DnsName): Change {
  const after = createEndpoint({ name, type: 'A', targets: ['no address'], ttlSeconds: 300 });
  return { kind: 'create', after, role: 'record' };
}
