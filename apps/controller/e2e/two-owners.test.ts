import {
  type AppProcess,
  createManifestFolder,
  eventually,
  type ManifestFolder,
  type PowerDns,
  startPowerDns,
} from '@org/dns-test-servers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runController, startController } from './support/controller-process.ts';
import { service } from './support/objects.ts';

let powerDns: PowerDns;
let eu: ManifestFolder;
let us: ManifestFolder;
const running: AppProcess[] = [];

beforeEach(async () => {
  powerDns = await startPowerDns({ zones: ['example.org'] });
  eu = await createManifestFolder();
  us = await createManifestFolder();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((controller) => controller.kill()));
  await powerDns.remove();
  await eu.remove();
  await us.remove();
});

const flags = (owner: string, folder: ManifestFolder) => [
  '--source=service',
  `--manifests=${folder.path}`,
  '--provider=pdns',
  `--pdns-server=${powerDns.url}`,
  `--pdns-api-key=${powerDns.apiKey}`,
  `--txt-owner-id=${owner}`,
  '--txt-prefix=_externaldns.',
  '--policy=sync',
  '--interval=1s',
];

async function start(owner: string, folder: ManifestFolder): Promise<AppProcess> {
  const controller = await startController(flags(owner, folder));
  running.push(controller);
  return controller;
}

interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly records: readonly { readonly content: string }[];
}

async function contents(): Promise<Record<string, string[]>> {
  const zone = (await powerDns.api('GET', '/zones/example.org.')) as { rrsets: RecordSet[] };
  return Object.fromEntries(
    zone.rrsets
      .filter(({ type }) => type !== 'SOA' && type !== 'NS')
      .map(({ name, type, records }) => [`${name} ${type}`, records.map(({ content }) => content)]),
  );
}

const marker = (owner: string, name: string) => [
  `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=service/default/${name}"`,
];

test('two regions share a zone with LUA records and never touch what is not theirs', async () => {
  const lua = { content: "A \"ifportup(443, {'192.0.2.1', '198.51.100.1'})\"", disabled: false };
  await powerDns.api('PATCH', '/zones/example.org.', {
    rrsets: [
      { name: 'geo.example.org.', type: 'LUA', ttl: 30, changetype: 'REPLACE', records: [lua] },
      {
        name: 'hand.example.org.',
        type: 'A',
        ttl: 30,
        changetype: 'REPLACE',
        records: [{ content: '192.0.2.99', disabled: false }],
      },
    ],
  });
  await eu.write('all', [
    service({ name: 'web', hostname: 'web.eu.example.org', ip: '192.0.2.1' }),
    service({ name: 'shared', hostname: 'shared.example.org', ip: '192.0.2.2' }),
    service({ name: 'hand', hostname: 'hand.example.org', ip: '192.0.2.3' }),
  ]);
  await start('eu', eu);
  const afterEu = {
    'geo.example.org. LUA': [lua.content],
    'hand.example.org. A': ['192.0.2.99'],
    'web.eu.example.org. A': ['192.0.2.1'],
    '_externaldns.a-web.eu.example.org. TXT': marker('eu', 'web'),
    'shared.example.org. A': ['192.0.2.2'],
    '_externaldns.a-shared.example.org. TXT': marker('eu', 'shared'),
  };
  await eventually(async () => {
    expect(await contents()).toEqual(afterEu);
  });

  await us.write('all', [
    service({ name: 'web', hostname: 'web.us.example.org', ip: '198.51.100.1' }),
    service({ name: 'shared', hostname: 'shared.example.org', ip: '198.51.100.2' }),
  ]);
  await start('us', us);
  const both = {
    ...afterEu,
    'web.us.example.org. A': ['198.51.100.1'],
    '_externaldns.a-web.us.example.org. TXT': marker('us', 'web'),
  };
  await eventually(async () => {
    expect(await contents()).toEqual(both);
  });

  await eu.write('all', [
    service({ name: 'web', hostname: 'web.eu.example.org', ip: '192.0.2.1' }),
  ]);
  await eventually(async () => {
    const now = await contents();
    expect(now['shared.example.org. A']).toEqual(['198.51.100.2']);
    expect(now['_externaldns.a-shared.example.org. TXT']).toEqual(marker('us', 'shared'));
    expect(now['geo.example.org. LUA']).toEqual([lua.content]);
    expect(now['hand.example.org. A']).toEqual(['192.0.2.99']);
  });
}, 90_000);

test('records that the Go controller wrote are ours at once: the first plan is empty', async () => {
  const names = ['one', 'two', 'three'];
  const objects = names.map((name, i) =>
    service({ name, hostname: `${name}.example.org`, ip: `192.0.2.${i + 1}`, ttl: '300' }),
  );
  await powerDns.api('PATCH', '/zones/example.org.', {
    rrsets: names.flatMap((name, i) => [
      {
        name: `${name}.example.org.`,
        type: 'A',
        ttl: 300,
        changetype: 'REPLACE',
        records: [{ content: `192.0.2.${i + 1}`, disabled: false }],
      },
      {
        name: `_externaldns.a-${name}.example.org.`,
        type: 'TXT',
        ttl: 300,
        changetype: 'REPLACE',
        records: marker('eu', name).map((content) => ({ content, disabled: false })),
      },
    ]),
  });
  await eu.write('all', objects);
  const before = (await powerDns.api('GET', '/zones/example.org.')) as { serial: number };
  const planned = await runController([...flags('eu', eu), '--once', '--dry-run']);
  expect(planned.code).toBe(0);
  expect(planned.output).toContain(
    'example.org: 0 to create, 0 to update, 0 to delete, 3 unchanged',
  );
  const applied = await runController([...flags('eu', eu), '--once']);
  expect(applied.code).toBe(0);
  const after = (await powerDns.api('GET', '/zones/example.org.')) as { serial: number };
  expect(after.serial).toBe(before.serial);
});
