import { expect, test } from 'vitest';
import type { Action } from './rrset.ts';
import { readZoneVersion } from './zone-version.ts';

const never = new AbortController().signal;
const versionOf = (actions: readonly Action[]) =>
  readZoneVersion({ readNewestActions: () => Promise.resolve(actions) }, '1', never);

test.each<{ name: string; actions: readonly Action[]; version: string | undefined }>([
  { name: 'a zone that nothing was done to has the version 0', actions: [], version: '0' },
  {
    name: 'the newest action is the version',
    actions: [
      { id: 7, status: 'success' },
      { id: 3, status: 'success' },
    ],
    version: '7',
  },
  {
    name: 'a failed action counts too, it may have changed something',
    actions: [{ id: 8, status: 'error' }],
    version: '8',
  },
  {
    name: 'there is none while an action is under way',
    actions: [
      { id: 9, status: 'success' },
      { id: 8, status: 'running' },
    ],
    version: undefined,
  },
])('$name', async ({ actions, version }) => {
  expect(await versionOf(actions)).toBe(version);
});
