import {
  createManifestFolder,
  eventually,
  type AppProcess,
  type ManifestFolder,
} from '@org/dns-test-servers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAzureBackEnd } from './support/back-ends/azure.ts';
import type { BackEnd } from './support/back-ends/back-end.ts';
import { startBindBackEnd } from './support/back-ends/bind.ts';
import { startCloudflareBackEnd } from './support/back-ends/cloudflare.ts';
import { startCoreDnsBackEnd } from './support/back-ends/core-dns.ts';
import { startGoogleBackEnd } from './support/back-ends/google.ts';
import { startHetznerBackEnd } from './support/back-ends/hetzner.ts';
import { startPowerDnsBackEnd } from './support/back-ends/power-dns.ts';
import { startRoute53BackEnd } from './support/back-ends/route53.ts';
import { runController, startController } from './support/controller-process.ts';
import { service } from './support/objects.ts';

interface Case {
  readonly name: string;
  readonly start: () => Promise<BackEnd>;
}

const backEnds: readonly Case[] = [
  { name: 'pdns: PowerDNS', start: startPowerDnsBackEnd },
  { name: 'rfc2136: BIND', start: startBindBackEnd },
  { name: 'coredns: etcd and CoreDNS', start: startCoreDnsBackEnd },
  { name: 'cloudflare: a fake', start: startCloudflareBackEnd },
  { name: 'aws: a fake', start: startRoute53BackEnd },
  { name: 'google: a fake', start: startGoogleBackEnd },
  { name: 'azure: a fake', start: startAzureBackEnd },
  { name: 'hetzner: a fake', start: startHetznerBackEnd },
];

const text = (owner: string, name: string) =>
  `heritage=external-dns,external-dns/owner=${owner},external-dns/resource=service/default/${name}`;

/** What a Service becomes. */
const written = (name: string, ip: string) => [
  `${name} A ${ip}`,
  `a-${name} TXT ${text('e2e', name)}`,
];
const byName = (name: string, ip: string) => service({ name, hostname: `${name}.example.org`, ip });
const foreign = [
  'hand A 192.0.2.99',
  'theirs A 192.0.2.98',
  `a-theirs TXT ${text('other', 'theirs')}`,
];

describe.each(backEnds)('$name', ({ start }) => {
  let backEnd: BackEnd;
  let manifests: ManifestFolder;
  let running: AppProcess | undefined;

  beforeEach(async () => {
    [backEnd, manifests] = await Promise.all([start(), createManifestFolder()]);
  }, 60_000);

  afterEach(async () => {
    await running?.kill();
    running = undefined;
    await backEnd.remove();
    await manifests.remove();
  });

  const flags = () => [
    ...backEnd.flags,
    '--source=service',
    `--manifests=${manifests.path}`,
    '--domain-filter=example.org',
    '--policy=sync',
    '--txt-owner-id=e2e',
    '--txt-prefix=%{record_type}-',
    '--max-deletions-percent=100',
    '--interval=5s',
  ];

  const holds = (lines: readonly string[]) =>
    eventually(async () => {
      expect(await backEnd.lines()).toEqual(lines.toSorted());
    }, 45_000);

  /** Where there is no name server behind the API there is nobody to ask. */
  const resolves = (name: string, address: string) =>
    eventually(async () => {
      const answer = backEnd.ask === undefined ? [address] : await backEnd.ask(name);
      expect(answer).toEqual([address]);
    });

  test('records come, change and go, many at once, over a restart, and what is not ours stays', async () => {
    await backEnd.put('hand', 'A', '192.0.2.99');
    await backEnd.put('theirs', 'A', '192.0.2.98');
    await backEnd.put('a-theirs', 'TXT', text('other', 'theirs'));
    const claims = [byName('hand', '192.0.2.3'), byName('theirs', '192.0.2.4')];
    await manifests.write('claims', claims);
    await manifests.write('www', [byName('www', '192.0.2.1')]);
    running = await startController(flags(), backEnd.env);
    await holds([...foreign, ...written('www', '192.0.2.1')]);

    await manifests.write('www', [byName('www', '192.0.2.2')]);
    await holds([...foreign, ...written('www', '192.0.2.2')]);
    await resolves('www', '192.0.2.2');

    const names = Array.from({ length: backEnd.atOnce }, (_, number) => `web-${number}`);
    const addressOf = (number: number) =>
      `198.51.${100 + Math.floor(number / 250)}.${1 + (number % 250)}`;
    await manifests.write(
      'web',
      names.map((name, number) => byName(name, addressOf(number))),
    );
    const all = names.flatMap((name, number) => written(name, addressOf(number)));
    await holds([...foreign, ...written('www', '192.0.2.2'), ...all]);
    await resolves(`web-${backEnd.atOnce - 1}`, addressOf(backEnd.atOnce - 1));

    const metrics = await (await fetch(`${running.url}/metrics`)).text();
    const quotas = [
      ...metrics.matchAll(/^external_dns_provider_quota_remaining\{provider="(\w+)"\}/gm),
    ];
    expect(quotas.map(([, provider]) => provider)).toEqual(
      backEnd.quotaOf === undefined ? [] : [backEnd.quotaOf],
    );

    expect(await running.stop()).toBe(0);
    const planned = await runController([...flags(), '--once', '--dry-run'], backEnd.env);
    expect(planned.output).toMatch(/: 0 to create, 0 to update, 0 to delete, \d+ unchanged/);
    backEnd.refill?.();
    running = await startController(flags(), backEnd.env);
    await manifests.write('www', [byName('www', '192.0.2.5')]);
    await holds([...foreign, ...written('www', '192.0.2.5'), ...all]);

    await manifests.write('www', []);
    await manifests.write('web', []);
    await holds(foreign);
  }, 180_000);
});
