import {
  createEndpoint,
  type Change,
  type ChangeGroup,
  type ChangeRole,
  type Endpoint,
} from '@org/dns-core';

/** Changes of a test, in few words. Names are below example.org. */
export function a(name: string, ...targets: readonly string[]): Endpoint {
  return createEndpoint({ name: `${name}.example.org`, type: 'A', targets, ttlSeconds: 300 });
}

/** The ownership record of an A record. */
export function marker(name: string): Endpoint {
  return createEndpoint({
    name: `a-${name}.example.org`,
    type: 'TXT',
    targets: ['"heritage=external-dns,external-dns/owner=me"'],
    ttlSeconds: 300,
  });
}

export function create(after: Endpoint, role: ChangeRole = 'record'): Change {
  return { kind: 'create', after, role };
}

export function update(before: Endpoint, after: Endpoint): Change {
  return { kind: 'update', before, after, role: 'record' };
}

export function remove(before: Endpoint, role: ChangeRole = 'record'): Change {
  return { kind: 'delete', before, role };
}

/** Changes of one name, which is that of the first record among them. */
export function group(...changes: readonly Change[]): ChangeGroup {
  const record = changes.find(({ role }) => role === 'record') ?? changes[0];
  if (record === undefined) throw new Error('a group has changes');
  return { name: (record.kind === 'delete' ? record.before : record.after).name, changes };
}

/** A new A record with its ownership record, in the order of the registry. */
export function owned(name: string, ...targets: readonly string[]): ChangeGroup {
  return group(create(marker(name), 'marker'), create(a(name, ...targets)));
}
