import { expect, test } from 'vitest';
import { createEngineBench, lines } from '../testing/engine-bench.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { createFakeSource } from '../testing/fake-source.ts';

test('writes what is wanted, and nothing a second time', async () => {
  const provider = createFakeProvider({ zones: ['example.org'] });
  const source = createFakeSource();
  source.want('web', 'www.example.org A 192.0.2.1');
  source.synced();
  const bench = createEngineBench(provider, [source]);
  await bench.start();
  expect(lines(provider.records('example.org'))).toEqual([
    'a-www.example.org TXT marker of me',
    'www.example.org A 192.0.2.1',
  ]);
  await bench.clock.pass(120_000);
  expect(provider.writes()).toBe(1);
  await bench.stop();
  expect(bench.clock.pending).toBe(0);
});
