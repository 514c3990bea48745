import { expect, test } from 'vitest';
import {
  create,
  groups,
  never,
  readAll,
  remove,
  startBench,
  wanted,
} from './testing/bench-provider.ts';

test('what was read of a name before it was written to does not serve the next write', async () => {
  const bench = await startBench();
  const { provider, at } = bench;
  const www = wanted('www.example.org A 192.0.2.1', {}, 300);
  await provider.readNames?.(at, [www.name], never);
  await provider.applyChanges(at, groups(create(www)), never);
  await provider.applyChanges(at, groups(remove(www)), never);
  expect(await readAll(provider, at)).toEqual([]);
  await bench.stop();
});
