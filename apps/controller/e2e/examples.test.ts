import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fakeToken, startFakeCloudflare } from '@org/dns-provider-cloudflare/testing';
import {
  createCertificates,
  createManifestFolder,
  dig,
  eventually,
  runProgram,
  startBind,
  startCoreDns,
  startEtcd,
  startKubeApiserver,
  startPowerDns,
  type AppProcess,
  type ManifestFolder,
} from '@org/dns-test-servers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startController } from './support/controller-process.ts';
import {
  exampleFile,
  exampleInvocation,
  exampleObjects,
  type Invocation,
} from './support/example.ts';
import { gatewayApiDefinitions, permissionsForUser } from './support/manifests.ts';
import { service } from './support/objects.ts';

const running: AppProcess[] = [];
const opened: { remove(): Promise<void> }[] = [];
let manifests: ManifestFolder;

beforeEach(async () => {
  manifests = opening(await createManifestFolder());
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((controller) => controller.kill()));
  for (const one of opened.splice(0).toReversed()) await one.remove();
});

function opening<T extends { remove(): Promise<void> }>(one: T): T {
  opened.push(one);
  return one;
}

async function start({ args, env }: Invocation, ...more: readonly string[]): Promise<AppProcess> {
  const controller = await startController([...args, ...more], env);
  running.push(controller);
  return controller;
}

const marker = (owner: string, resource: string) =>
  `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${resource}"`;

test('PowerDNS in two regions, LUA records beside', async () => {
  const powerDns = opening(await startPowerDns({ zones: ['example.org'] }));
  const us = opening(await createManifestFolder());
  const ask = (name: string, type = 'A') => dig(powerDns.dnsPort, name, type);
  const lua = await readFile(exampleFile('powerdns-two-regions/lua-record.json'), 'utf8');
  await powerDns.api('PATCH', '/zones/example.org.', JSON.parse(lua));
  const here = { '--pdns-server': powerDns.url, EXTERNAL_DNS_PDNS_API_KEY: powerDns.apiKey };
  for (const [region, folder] of [
    ['eu', manifests],
    ['us', us],
  ] as const) {
    const directory = 'powerdns-two-regions';
    await folder.write('services', await exampleObjects(`${directory}/services-${region}.yaml`));
    const invocation = await exampleInvocation(`${directory}/external-dns-${region}.yaml`, here);
    await start(invocation, `--manifests=${folder.path}`);
  }
  await manifests.write('claim', [
    service({ name: 'claim', hostname: 'web.example.org', ip: '192.0.2.66' }),
  ]);
  await eventually(async () => {
    expect(await ask('web.eu.example.org')).toEqual(['192.0.2.10']);
    expect(await ask('web.us.example.org')).toEqual(['198.51.100.10']);
    expect(await ask('_externaldns.a-web.eu.example.org', 'TXT')).toEqual([
      marker('eu', 'service/default/web'),
    ]);
    expect(await ask('_externaldns.a-web.us.example.org', 'TXT')).toEqual([
      marker('us', 'service/default/web'),
    ]);
  });
  await manifests.write('services', []);
  await eventually(async () => {
    expect(await ask('web.eu.example.org')).toEqual([]);
  });
  expect(await ask('web.us.example.org')).toEqual(['198.51.100.10']);
  expect(['192.0.2.10', '198.51.100.10']).toContain((await ask('web.example.org')).join());
});

test('public names at Cloudflare, proxied', async () => {
  const fake = await startFakeCloudflare();
  const secrets = await mkdtemp(path.join(tmpdir(), 'cloudflare-'));
  opening({
    async remove() {
      await fake.stop();
      await rm(secrets, { recursive: true });
    },
  });
  const zone = fake.addZone('example.org');
  zone.add({ name: 'hand.example.org', type: 'A', content: '192.0.2.99', proxied: false });
  await writeFile(path.join(secrets, 'token'), fakeToken);
  const ingresses = await exampleObjects('cloudflare-proxied/ingresses.yaml');
  await manifests.write('ingresses', ingresses);
  const { args, env } = await exampleInvocation('cloudflare-proxied/external-dns.yaml', {
    CF_API_TOKEN: `file:${path.join(secrets, 'token')}`,
  });
  await start(
    { args, env: { ...env, CLOUDFLARE_BASE_URL: fake.baseUrl } },
    `--manifests=${manifests.path}`,
  );
  const text = (name: string) =>
    `a-${name}.example.org TXT ${marker('my-cluster', `ingress/default/${name}`)}`;
  await eventually(() => {
    expect(zone.lines()).toEqual([
      text('git'),
      text('shop'),
      'git.example.org A 192.0.2.21 ttl=120',
      'hand.example.org A 192.0.2.99',
      'shop.example.org A 192.0.2.20 proxied',
    ]);
  });
  await manifests.write(
    'ingresses',
    ingresses.filter(({ metadata }) => metadata.name === 'shop'),
  );
  await eventually(() => {
    expect(zone.lines()).toEqual([
      text('shop'),
      'hand.example.org A 192.0.2.99',
      'shop.example.org A 192.0.2.20 proxied',
    ]);
  });
});

test('delegation and glue for k8gb', async () => {
  const bind = opening(await startBind({ zones: ['example.org'] }));
  await manifests.write('k8gb', await exampleObjects('k8gb-delegation/dnsendpoint.yaml'));
  const invocation = await exampleInvocation('k8gb-delegation/external-dns.yaml', {
    '--rfc2136-host': '127.0.0.1',
    '--rfc2136-port': String(bind.port),
    '--rfc2136-tsig-keyname': bind.keyName,
    '--rfc2136-tsig-secret-alg': bind.keyAlgorithm,
    EXTERNAL_DNS_RFC2136_TSIG_SECRET: bind.keySecret,
  });
  await start(invocation, `--manifests=${manifests.path}`);
  // A name below the cut is answered by a referral.
  const referral = async () => {
    const where = ['@127.0.0.1', '-p', String(bind.port), 'podinfo.cloud.example.org', 'A'];
    const answer = await runProgram('dig', ['+noall', '+authority', '+norecurse', ...where]);
    return answer
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replaceAll(/\s+/g, ' '))
      .toSorted();
  };
  await eventually(async () => {
    expect(await referral()).toEqual([
      'cloud.example.org. 30 IN NS gslb-ns-eu-cloud.example.org.',
      'cloud.example.org. 30 IN NS gslb-ns-us-cloud.example.org.',
    ]);
    expect(await dig(bind.port, 'gslb-ns-eu-cloud.example.org', 'A')).toEqual(['192.0.2.53']);
  });
  expect(await dig(bind.port, 'k8gb-eu-ns-cloud.example.org', 'TXT')).toEqual([
    marker('k8gb-example.org-eu', 'crd/k8gb/k8gb-ns-extdns'),
  ]);
  expect((await bind.transfer('example.org')).join('\n')).not.toContain('podinfo');
  await manifests.write('k8gb', []);
  await eventually(async () => {
    expect((await bind.transfer('example.org')).join('\n')).not.toContain('cloud.example.org');
  });
});

test('CoreDNS and etcd in an air-gapped cluster, with client certificates', async () => {
  const tls = opening(await createCertificates());
  const etcd = opening(await startEtcd({ tls }));
  const coreDns = opening(
    await startCoreDns({ zones: ['example.org'], etcdUrl: etcd.url, prefix: '/skydns', tls }),
  );
  const ingresses = await exampleObjects('coredns-air-gapped/ingresses.yaml');
  await manifests.write('ingresses', ingresses);
  const invocation = await exampleInvocation('coredns-air-gapped/external-dns.yaml', {
    ETCD_URLS: etcd.url,
    ETCD_CA_FILE: tls.ca,
    ETCD_CERT_FILE: tls.clientCert,
    ETCD_KEY_FILE: tls.clientKey,
  });
  await start(invocation, `--manifests=${manifests.path}`);
  const ask = (name: string, type = 'A') => dig(coreDns.port, `${name}.example.org`, type);
  await eventually(async () => {
    expect(await ask('wiki')).toEqual(['192.0.2.30']);
    expect(await ask('chat')).toEqual(['192.0.2.31']);
    // CoreDNS gives the quotes in the message as part of the text, as with the Go controller.
    const text = marker('my-cluster', 'ingress/default/chat').replaceAll('"', '\\"');
    expect(await ask('a-chat', 'TXT')).toEqual([`"${text}"`]);
  });
  await manifests.write(
    'ingresses',
    ingresses.filter(({ metadata }) => metadata.name === 'wiki'),
  );
  await eventually(async () => {
    expect(await ask('chat')).toEqual([]);
    expect(await ask('a-chat', 'TXT')).toEqual([]);
  });
  expect(await ask('wiki')).toEqual(['192.0.2.30']);
});

test("Gateway API with cert-manager's HTTP-01: the record is there before the challenge, and stays after it", async () => {
  const [cluster, powerDns] = await Promise.all([
    startKubeApiserver(),
    startPowerDns({ zones: ['example.org'] }),
  ]);
  opening(cluster);
  opening(powerDns);
  await cluster.apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'external-dns' } },
    ...(await gatewayApiDefinitions()),
    ...(await permissionsForUser()),
  ]);
  const routes = '/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes';
  await eventually(() => cluster.api('GET', routes));
  const invocation = await exampleInvocation('gateway-cert-manager/external-dns.yaml', {
    '--pdns-server': powerDns.url,
    EXTERNAL_DNS_PDNS_API_KEY: powerDns.apiKey,
  });
  await start(invocation, `--kubeconfig=${cluster.userKubeconfig}`);
  const ask = (name: string, type = 'A') => dig(powerDns.dnsPort, `${name}.example.org`, type);
  const holder = (name: string) => ask(`a-_owner.${name}`, 'TXT');

  await cluster.apply(await exampleObjects('gateway-cert-manager/gateway.yaml'));
  await cluster.apply(await exampleObjects('gateway-cert-manager/solver.yaml'));
  const solver = 'cm-acme-http-solver-x7k2p';
  await eventually(async () => {
    expect(await ask('shop')).toEqual(['192.0.2.40']);
    expect(await holder('shop')).toEqual([marker('my-cluster', `httproute/default/${solver}`)]);
  });

  await cluster.apply(await exampleObjects('gateway-cert-manager/routes.yaml'));
  await eventually(async () => {
    expect(await ask('api')).toEqual(['192.0.2.40']);
  });
  await cluster.api('DELETE', `${routes}/${solver}`);
  await cluster.api(
    'PATCH',
    '/apis/gateway.networking.k8s.io/v1/namespaces/default/gateways/edge/status',
    { status: { addresses: [{ type: 'IPAddress', value: '192.0.2.41' }] } },
    'application/merge-patch+json',
  );
  const answers = new Set<string>();
  await eventually(async () => {
    const answer = await ask('shop');
    answers.add(answer.join(' '));
    expect(answer).toEqual(['192.0.2.41']);
  });
  expect([...answers].filter((answer) => !answer.startsWith('192.0.2.4'))).toEqual([]);
  expect(await holder('api')).toEqual([marker('my-cluster', 'grpcroute/default/api')]);
}, 120_000);
