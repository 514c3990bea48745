import {
  type AppProcess,
  createManifestFolder,
  dig,
  eventually,
  type ManifestFolder,
  type PowerDns,
  startPowerDns,
} from '@org/dns-test-servers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startController } from './support/controller-process.ts';
import { startFaultyProxy, type FaultyProxy } from './support/faulty-proxy.ts';
import { service } from './support/objects.ts';

let powerDns: PowerDns;
let proxy: FaultyProxy;
let manifests: ManifestFolder;
let controller: AppProcess | undefined;

beforeEach(async () => {
  powerDns = await startPowerDns({ zones: ['example.org', 'example.net'] });
  proxy = await startFaultyProxy(powerDns.url);
  manifests = await createManifestFolder();
});

afterEach(async () => {
  await controller?.kill();
  controller = undefined;
  await proxy.close();
  await powerDns.remove();
  await manifests.remove();
});

const flags = (...more: string[]) => [
  '--source=service',
  `--manifests=${manifests.path}`,
  '--provider=pdns',
  `--pdns-server=${proxy.url}`,
  `--pdns-api-key=${powerDns.apiKey}`,
  '--txt-owner-id=e2e',
  '--policy=sync',
  ...more,
];

const answer = (name: string, type = 'A') => dig(powerDns.dnsPort, name, type);

test('PowerDNS is down for a while: the process lives and catches up', async () => {
  await manifests.write('a', [service({ name: 'a', hostname: 'a.example.org', ip: '192.0.2.1' })]);
  controller = await startController(flags('--interval=2s'));
  await eventually(async () => {
    expect(await answer('a.example.org')).toEqual(['192.0.2.1']);
  });
  await powerDns.stop();
  await manifests.write('b', [service({ name: 'b', hostname: 'b.example.org', ip: '192.0.2.2' })]);
  const { output } = controller;
  await eventually(() => {
    expect(output()).toMatch(/level=(error|warning)/);
  });
  await powerDns.start();
  await eventually(async () => {
    expect(await answer('a.example.org')).toEqual(['192.0.2.1']);
    expect(await answer('b.example.org')).toEqual(['192.0.2.2']);
  }, 45_000);
  expect(await controller.stop()).toBe(0);
}, 90_000);

test('PowerDNS answers 500 to writes for a while: nothing is lost', async () => {
  proxy.writes = 'refuse-500';
  await manifests.write('a', [service({ name: 'a', hostname: 'a.example.org', ip: '192.0.2.1' })]);
  controller = await startController(flags('--interval=2s'));
  const { output } = controller;
  await eventually(() => {
    expect(output()).toContain('500');
  });
  expect(await answer('a.example.org')).toEqual([]);
  proxy.writes = 'pass';
  await eventually(async () => {
    expect(await answer('a.example.org')).toEqual(['192.0.2.1']);
    expect(await answer('a-a.example.org', 'TXT')).toHaveLength(1);
  }, 45_000);
}, 90_000);

test('a write that happened although no answer came is recognised, and the pair is whole', async () => {
  await manifests.write('a', [service({ name: 'a', hostname: 'a.example.org', ip: '192.0.2.1' })]);
  controller = await startController(flags('--interval=2s'));
  await eventually(async () => {
    expect(await answer('a.example.org')).toEqual(['192.0.2.1']);
  });
  proxy.writes = 'answer-late';
  await manifests.write('b', [service({ name: 'b', hostname: 'b.example.org', ip: '192.0.2.2' })]);
  await eventually(async () => {
    expect(await answer('b.example.org')).toEqual(['192.0.2.2']);
  });
  // The controller waits for an answer that never comes; it is killed there and a new one starts over.
  await controller.kill();
  proxy.writes = 'pass';
  await manifests.write('b', [service({ name: 'b', hostname: 'b.example.org', ip: '192.0.2.3' })]);
  controller = await startController(flags('--interval=2s'));
  await eventually(async () => {
    expect(await answer('b.example.org')).toEqual(['192.0.2.3']);
    expect(await answer('a-b.example.org', 'TXT')).toHaveLength(1);
  }, 45_000);
}, 90_000);

test('killed in the middle of a large apply, a new process converges', async () => {
  const many = Array.from({ length: 2_000 }, (_, i) =>
    service({
      name: `s${i}`,
      hostname: `s${i}.example.${i % 2 ? 'org' : 'net'}`,
      ip: `192.0.2.${i % 250}`,
    }),
  );
  await manifests.write('many', many);
  controller = await startController(flags());
  await eventually(() => {
    expect(proxy.seen.some((line) => line.startsWith('PATCH'))).toBe(true);
  });
  await controller.kill();
  controller = await startController(flags());
  await eventually(async () => {
    for (const i of [0, 1, 998, 1_999]) {
      const name = `s${i}.example.${i % 2 ? 'org' : 'net'}`;
      expect(await answer(name)).toEqual([`192.0.2.${i % 250}`]);
      expect(await answer(`a-${name}`, 'TXT')).toHaveLength(1);
    }
  }, 60_000);
  const zone = (await powerDns.api('GET', '/zones/example.org.')) as { rrsets: { type: string }[] };
  expect(zone.rrsets.filter(({ type }) => type === 'A')).toHaveLength(1_000);
  expect(zone.rrsets.filter(({ type }) => type === 'TXT')).toHaveLength(1_000);
}, 120_000);

test('a record that PowerDNS refuses is set aside, its neighbours go through', async () => {
  await powerDns.api('PATCH', '/zones/example.org.', {
    rrsets: [
      {
        name: 'taken.example.org.',
        type: 'CNAME',
        ttl: 60,
        changetype: 'REPLACE',
        records: [{ content: 'elsewhere.example.org.', disabled: false }],
      },
    ],
  });
  await manifests.write('all', [
    service({ name: 'one', hostname: 'one.example.org', ip: '192.0.2.1' }),
    service({ name: 'taken', hostname: 'taken.example.org', ip: '192.0.2.2' }),
    service({ name: 'two', hostname: 'two.example.org', ip: '192.0.2.3' }),
  ]);
  controller = await startController(flags('--interval=2s'));
  await eventually(async () => {
    expect(await answer('one.example.org')).toEqual(['192.0.2.1']);
    expect(await answer('two.example.org')).toEqual(['192.0.2.3']);
  });
  expect(await answer('taken.example.org', 'CNAME')).toEqual(['elsewhere.example.org.']);
});
