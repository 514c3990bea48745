import { expect, test } from 'vitest';
import type { Action } from './rrset.ts';
import { createZoneVersions } from './zone-versions.ts';

const never = new AbortController().signal;

function start() {
  const actions: Action[] = [];
  const asked: number[] = [];
  const versions = createZoneVersions({
    readZoneActions: async (_zone, page) => {
      asked.push(page);
      return actions.toReversed().slice((page - 1) * 50, page * 50);
    },
  });
  return {
    asked,
    act: (count: number, isOwn: boolean, status: Action['status'] = 'success') => {
      for (let one = 0; one < count; one += 1) {
        const id = actions.length + 1;
        actions.push({ id, status });
        if (isOwn) versions.own('1', id);
      }
    },
    finish: () => actions.splice(-1, 1, { id: actions.length, status: 'success' }),
    version: () => versions.read('1', never),
  };
}

test('moves with what others do, and not with what we do', async () => {
  const { act, version } = start();
  expect(await version()).toBe('0');
  act(3, false);
  expect(await version()).toBe('3');
  act(20, true);
  expect(await version()).toBe('3');
  act(1, false);
  act(1, true);
  expect(await version()).toBe('24');
  expect(await version()).toBe('24');
});

test('looks behind what we did ourselves, up to some pages', async () => {
  const { act, asked, version } = start();
  act(1, false);
  await version();
  act(1, false);
  act(120, true);
  expect(await version()).toBe('2');
  expect(asked).toEqual([1, 1, 2, 3]);
  act(400, true);
  expect(await version()).toBe('522');
  expect(asked.slice(4)).toEqual([1, 2, 3, 4]);
});

test('is not known while somebody else is at work', async () => {
  const { act, finish, version } = start();
  act(1, true, 'running');
  expect(await version()).toBe('0');
  act(1, false, 'running');
  expect(await version()).toBeUndefined();
  finish();
  expect(await version()).toBe('2');
});
