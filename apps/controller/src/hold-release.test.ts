import { toDnsName, type EngineEvent } from '@org/dns-core';
import { expect, test } from 'vitest';
import { createFirstRelease } from './hold-release.ts';

const held: EngineEvent = {
  kind: 'held',
  zone: { id: 'z', name: toDnsName('example.org') },
  reason: 'many',
  deletions: 12,
  names: [],
};
const full: EngineEvent = { kind: 'pass-ended', scope: 'full', inStep: true, wrote: false };

test('holds are released until the first full pass without one', async () => {
  let releases = 0;
  const hear = createFirstRelease(() => void releases++);
  for (const event of [held, full, held, full]) hear(event);
  await Promise.resolve();
  expect(releases).toBe(2);
  for (const event of [full, held, full]) hear(event);
  await Promise.resolve();
  expect(releases).toBe(2);
});
