import { createEndpoint } from '@org/dns-core';
import { afterEach, describe, expect, test } from 'vitest';
import { a, create, group, owned } from './testing/changes.ts';
import { aLine, apply, markerLine, read, shown } from './testing/outcomes.ts';
import { startAzure, type StartedAzure } from './testing/start-azure.ts';

const running: StartedAzure[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
async function start(...args: Parameters<typeof startAzure>): Promise<StartedAzure> {
  const started = await startAzure(...args);
  running.push(started);
  return started;
}

describe('compat', () => {
  test('deletes first, writes over what is there, leaves out what upstream leaves out', async () => {
    const started = await start({ behavior: 'compat' });
    started.fake.put('example.org', 'A', 'www', {
      TTL: 60,
      ARecords: [{ ipv4Address: '198.51.100.1' }],
    });
    const srv = createEndpoint({
      name: 'srv.example.org',
      type: 'SRV',
      targets: ['1 2 3 a.example.'],
    });
    const outcomes = await apply(
      started,
      owned('www', '192.0.2.1'),
      group(create(srv)),
      owned('bad', 'no-address'),
    );
    expect(shown(outcomes)).toEqual(['applied', 'applied', 'unknown rejected']);
    expect(started.fake.content()).toEqual([
      markerLine('bad'),
      markerLine('www'),
      aLine('www', '192.0.2.1'),
    ]);
  });

  test('of TXT the first string is read, and alias record sets are not', async () => {
    const started = await start({ behavior: 'compat' });
    const { fake } = started;
    fake.put('example.org', 'TXT', 't', {
      TTL: 60,
      TXTRecords: [{ value: ['one', 'two'] }, { value: ['three'] }],
    });
    fake.put('example.org', 'A', 'www', { TTL: 60, targetResource: { id: '/subscriptions/s' } });
    const content = await read(started.provider, started.zone);
    expect(content.map(({ targets }) => targets)).toEqual([['one']]);
  });

  test('with zones by name, what the domain filter does not accept is neither read nor written', async () => {
    const started = await start({
      behavior: 'compat',
      zoneNames: ['example.org'],
      accepts: (name) => name.startsWith('shop.'),
    });
    await apply(started, owned('www', '192.0.2.1'), group(create(a('shop', '192.0.2.1'))));
    expect(started.fake.content()).toEqual([aLine('shop', '192.0.2.1')]);
    expect(await read(started.provider, started.zone)).toEqual([a('shop', '192.0.2.1')]);
  });
});
