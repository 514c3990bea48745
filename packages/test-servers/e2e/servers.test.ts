import { expect, test } from 'vitest';
import {
  createCertificates,
  dig,
  startBind,
  startCoreDns,
  startEtcd,
  startKubeApiserver,
  startMoto,
  startPowerDns,
} from '../src/index.ts';

test('PowerDNS answers, and answers again after a restart', async () => {
  const server = await startPowerDns({ zones: ['example.org'] });
  try {
    expect(await dig(server.dnsPort, 'example.org', 'NS')).toEqual(['ns1.example.org.']);
    await server.stop();
    await server.start();
    expect(await dig(server.dnsPort, 'example.org', 'NS')).toEqual(['ns1.example.org.']);
  } finally {
    await server.remove();
  }
});

test('BIND takes an update with its key and gives the zone away with it', async () => {
  const server = await startBind({ zones: ['example.org'] });
  try {
    await server.update(['zone example.org', 'update add www.example.org 60 A 192.0.2.1']);
    expect(await server.transfer('example.org')).toContain('www.example.org. 60 IN A 192.0.2.1');
  } finally {
    await server.remove();
  }
});

test('CoreDNS answers from etcd with client certificates', async () => {
  const tls = await createCertificates();
  const etcd = await startEtcd({ tls });
  const coredns = await startCoreDns({ zones: ['example.org'], etcdUrl: etcd.url, tls });
  try {
    await etcd.ctl('put', '/skydns/org/example/www', '{"host":"192.0.2.1","ttl":60}');
    expect(await dig(coredns.port, 'www.example.org', 'A')).toEqual(['192.0.2.1']);
  } finally {
    await coredns.remove();
    await etcd.remove();
    await tls.remove();
  }
});

test('kube-apiserver takes objects and their status', async () => {
  const server = await startKubeApiserver();
  try {
    await server.apply([
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: 'default' },
        spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
        status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
      },
    ]);
    const service = await server.api('GET', '/api/v1/namespaces/default/services/web');
    expect(service).toMatchObject({ status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } });
  } finally {
    await server.remove();
  }
});

test('moto keeps a hosted zone until it is reset', async () => {
  const server = await startMoto();
  const zones = async (init?: RequestInit) =>
    (await fetch(`${server.url}/2013-04-01/hostedzone`, init)).text();
  // Which service is asked is told by the scope of the credentials.
  const headers = {
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/route53/aws4_request, SignedHeaders=host, Signature=0',
  };
  try {
    const body =
      '<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>example.org</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>';
    await zones({ method: 'POST', headers, body });
    expect(await zones({ headers })).toContain('<Name>example.org.</Name>');
    await server.reset();
    expect(await zones({ headers })).not.toContain('example.org');
  } finally {
    await server.remove();
  }
});
