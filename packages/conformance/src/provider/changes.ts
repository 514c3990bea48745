import type { Change, ChangeRole, Endpoint } from '@org/dns-core';

export const create = (after: Endpoint, role: ChangeRole = 'record'): Change => ({
  kind: 'create',
  after,
  role,
});

export const update = (before: Endpoint, after: Endpoint, role: ChangeRole = 'record'): Change => ({
  kind: 'update',
  before,
  after,
  role,
});

export const remove = (before: Endpoint, role: ChangeRole = 'record'): Change => ({
  kind: 'delete',
  before,
  role,
});
