import {
  type AppProcess,
  dig,
  eventually,
  type KubeApiserver,
  type PowerDns,
  startKubeApiserver,
  startPowerDns,
} from '@org/dns-test-servers';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startController } from './support/controller-process.ts';
import { deployManifest, gatewayApiDefinitions, permissionsForUser } from './support/manifests.ts';
import { dnsEndpoint, service } from './support/objects.ts';

let cluster: KubeApiserver;
let powerDns: PowerDns;
let controller: AppProcess | undefined;

beforeAll(async () => {
  [cluster, powerDns] = await Promise.all([
    startKubeApiserver(),
    startPowerDns({ zones: ['example.org'] }),
  ]);
  await cluster.apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'external-dns' } },
    ...(await deployManifest('dnsendpoint-crd.yaml')),
    ...(await gatewayApiDefinitions()),
    ...(await permissionsForUser()),
  ]);
  await eventually(() => cluster.api('GET', '/apis/externaldns.k8s.io/v1alpha1/dnsendpoints'));
  await eventually(() => cluster.api('GET', '/apis/gateway.networking.k8s.io/v1/httproutes'));
}, 120_000);

afterEach(async () => {
  await controller?.kill();
  controller = undefined;
});

afterAll(async () => {
  await cluster.remove();
  await powerDns.remove();
});

const flags = () => [
  '--source=service',
  '--source=ingress',
  '--source=gateway-httproute',
  '--source=crd',
  '--provider=pdns',
  `--pdns-server=${powerDns.url}`,
  `--pdns-api-key=${powerDns.apiKey}`,
  '--registry=txt',
  '--txt-owner-id=e2e',
  '--txt-prefix=%{record_type}-_owner.',
  '--policy=sync',
  '--managed-record-types=A',
  '--managed-record-types=AAAA',
  '--managed-record-types=CNAME',
  '--managed-record-types=MX',
  '--domain-filter=example.org',
  `--kubeconfig=${cluster.userKubeconfig}`,
];

const answer = (name: string, type = 'A') => dig(powerDns.dnsPort, name, type);

test('objects of every kind become records that dig sees, changes arrive, and what goes is gone', async () => {
  await cluster.apply([
    service({ name: 'web', hostname: 'web.example.org', ip: '192.0.2.10', ttl: '60' }),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'shop', namespace: 'default' },
      spec: {
        rules: [
          {
            host: 'shop.example.org',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'web', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.20' }] } },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'edge', namespace: 'default' },
      spec: {
        gatewayClassName: 'test',
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
      },
      status: { addresses: [{ type: 'IPAddress', value: '192.0.2.30' }] },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'api', namespace: 'default' },
      spec: { parentRefs: [{ name: 'edge' }], hostnames: ['api.example.org'] },
      status: {
        parents: [
          {
            parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' },
            controllerName: 'example.org/test',
            conditions: [
              {
                type: 'Accepted',
                status: 'True',
                reason: 'Accepted',
                message: '',
                lastTransitionTime: '2026-01-01T00:00:00Z',
              },
            ],
          },
        ],
      },
    },
    dnsEndpoint({
      name: 'mail',
      endpoints: [{ dnsName: 'example.org', recordType: 'MX', targets: ['10 mail.example.org'] }],
    }),
  ]);
  controller = await startController(flags());

  await eventually(async () => {
    expect(await answer('web.example.org')).toEqual(['192.0.2.10']);
    expect(await answer('shop.example.org')).toEqual(['192.0.2.20']);
    expect(await answer('api.example.org')).toEqual(['192.0.2.30']);
    expect(await answer('example.org', 'MX')).toEqual(['10 mail.example.org.']);
    expect(await answer('a-_owner.web.example.org', 'TXT')).toEqual([
      '"heritage=external-dns,external-dns/owner=e2e,external-dns/resource=service/default/web"',
    ]);
  });
  await eventually(async () => {
    const path = '/apis/externaldns.k8s.io/v1alpha1/namespaces/default/dnsendpoints/mail';
    expect(await cluster.api('GET', path)).toMatchObject({ status: { observedGeneration: 1 } });
  });
  const { url } = controller;
  await eventually(async () => {
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('external_dns_source_records{record_type="mx"} 1');
  expect(metrics).toContain('external_dns_zone_in_step{zone="example.org",id="example.org."} 1');

  await cluster.apply([service({ name: 'web', hostname: 'web.example.org', ip: '192.0.2.11' })]);
  await eventually(async () => {
    expect(await answer('web.example.org')).toEqual(['192.0.2.11']);
  });

  await cluster.api('DELETE', '/apis/networking.k8s.io/v1/namespaces/default/ingresses/shop');
  await eventually(async () => {
    expect(await answer('shop.example.org')).toEqual([]);
    expect(await answer('a-_owner.shop.example.org', 'TXT')).toEqual([]);
  });
  expect(await controller.stop()).toBe(0);
});

test('an API server that restarts is watched again, and nothing is deleted meanwhile', async () => {
  await cluster.apply([
    service({ name: 'stays', hostname: 'stays.example.org', ip: '192.0.2.40' }),
  ]);
  controller = await startController(flags());
  await eventually(async () => {
    expect(await answer('stays.example.org')).toEqual(['192.0.2.40']);
  });
  await cluster.kill();
  await cluster.start();
  expect(await answer('stays.example.org')).toEqual(['192.0.2.40']);
  await cluster.apply([
    service({ name: 'later', hostname: 'later.example.org', ip: '192.0.2.41' }),
  ]);
  await eventually(async () => {
    expect(await answer('later.example.org')).toEqual(['192.0.2.41']);
    expect(await answer('stays.example.org')).toEqual(['192.0.2.40']);
  }, 45_000);
  expect(await controller.stop()).toBe(0);
});

test('a resource that may not be read is named, and deletes nothing', async () => {
  await cluster.apply([service({ name: 'kept', hostname: 'kept.example.org', ip: '192.0.2.50' })]);
  controller = await startController(flags());
  await eventually(async () => {
    expect(await answer('kept.example.org')).toEqual(['192.0.2.50']);
  });
  await controller.stop();
  const role = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/external-dns-user';
  const binding = (await cluster.api('GET', role)) as { metadata: { resourceVersion?: string } };
  await cluster.api('DELETE', role);
  controller = await startController(flags());
  const { output } = controller;
  await eventually(() => {
    expect(output()).toMatch(/services.*(list|watch)/);
  });
  expect(await answer('kept.example.org')).toEqual(['192.0.2.50']);
  delete binding.metadata.resourceVersion;
  await cluster.api('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', binding);
  await cluster.apply([service({ name: 'kept', hostname: 'kept.example.org', ip: '192.0.2.51' })]);
  await eventually(async () => {
    expect(await answer('kept.example.org')).toEqual(['192.0.2.51']);
  }, 60_000);
  expect(await controller.stop()).toBe(0);
}, 120_000);
