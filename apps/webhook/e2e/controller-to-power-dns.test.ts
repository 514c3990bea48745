import path from 'node:path';
import {
  createCertificates,
  createManifestFolder,
  dig,
  eventually,
  freePort,
  startApp,
  startPowerDns,
  type AppProcess,
  type ApplyObject,
  type Certificates,
  type ManifestFolder,
  type PowerDns,
} from '@org/dns-test-servers';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let powerDns: PowerDns;
let manifests: ManifestFolder;
let folder = '';
const running: AppProcess[] = [];

beforeEach(async () => {
  powerDns = await startPowerDns({ zones: ['example.org', 'example.net'] });
  manifests = await createManifestFolder();
  folder = await mkdtemp(path.join(tmpdir(), 'webhook-e2e-'));
});

afterEach(async () => {
  for (const one of running.splice(0)) await one.kill();
  await powerDns.remove();
  await manifests.remove();
  await rm(folder, { recursive: true, force: true });
});

async function startWebhook(...flags: string[]): Promise<AppProcess> {
  const webhook = await startApp('webhook', [
    '--provider=pdns',
    `--pdns-server=${powerDns.url}`,
    `--pdns-api-key=${powerDns.apiKey}`,
    '--log-level=debug',
    ...flags,
  ]);
  running.push(webhook);
  await eventually(() => {
    expect(webhook.output()).toContain('Serving the webhook protocol');
  });
  return webhook;
}

async function startController(...flags: string[]): Promise<AppProcess> {
  const controller = await startApp('controller', [
    '--source=crd',
    `--manifests=${manifests.path}`,
    '--provider=webhook',
    '--txt-owner-id=e2e',
    '--policy=sync',
    '--interval=2s',
    ...flags,
  ]);
  running.push(controller);
  return controller;
}

const wants = (name: string, ...endpoints: readonly Record<string, unknown>[]): ApplyObject => ({
  apiVersion: 'externaldns.k8s.io/v1alpha1',
  kind: 'DNSEndpoint',
  metadata: { name, namespace: 'default' },
  spec: { endpoints },
});

const a = (dnsName: string, ...targets: string[]) => ({
  dnsName,
  recordType: 'A',
  recordTTL: 60,
  targets,
});

const answers = (name: string, expected: readonly string[], type = 'A') =>
  eventually(async () => {
    expect(await dig(powerDns.dnsPort, name, type)).toEqual(expected);
  });

describe.each([
  ['version 1', ['--webhook-server'], 'POST path=/records'],
  ['version 2', [], 'POST path=/v2/zones/*/changes'],
] as const)('our controller, our webhook, PowerDNS: %s', (_version, server, call) => {
  test('records come, change and go, in both zones', async () => {
    const port = await freePort();
    const webhook = await startWebhook(`--listen=127.0.0.1:${port}`, ...server);
    await manifests.write('one', [
      wants('one', a('www.example.org', '192.0.2.1'), a('Shop.example.net', '192.0.2.2')),
    ]);
    const controller = await startController(`--webhook-provider-url=http://127.0.0.1:${port}`);
    await answers('www.example.org', ['192.0.2.1']);
    await answers('shop.example.net', ['192.0.2.2']);
    await answers(
      'a-www.example.org',
      ['"heritage=external-dns,external-dns/owner=e2e,external-dns/resource=crd/default/one"'],
      'TXT',
    );

    await manifests.write('one', [
      wants('one', a('www.example.org', '192.0.2.9', '192.0.2.8'), {
        dnsName: 'shop.example.net',
        recordType: 'CNAME',
        targets: ['www.example.org'],
      }),
    ]);
    await answers('www.example.org', ['192.0.2.8', '192.0.2.9']);
    await answers('shop.example.net', ['www.example.org.'], 'CNAME');

    await manifests.write('one', [wants('one', a('www.example.org', '192.0.2.9'))]);
    await answers('shop.example.net', [], 'CNAME');
    expect(webhook.output().replaceAll('"', '')).toContain(call);
    await eventually(async () => {
      const text = await (await fetch(`${webhook.url}/metrics`)).text();
      expect(text).toContain(
        'external_dns_webhook_changes_total{zone="example.net",kind="delete"}',
      );
    });
    expect([await controller.stop(), await webhook.stop()]).toEqual([0, 0]);
  });

  test('one record that PowerDNS refuses holds up nobody, and is named', async () => {
    const port = await freePort();
    const webhook = await startWebhook(`--listen=127.0.0.1:${port}`, ...server);
    await manifests.write('one', [
      wants('one', a('good.example.org', '192.0.2.1'), {
        dnsName: 'bad.example.org',
        recordType: 'CNAME',
        targets: ['not a name'],
      }),
    ]);
    await startController(`--webhook-provider-url=http://127.0.0.1:${port}`);
    await answers('good.example.org', ['192.0.2.1']);
    await eventually(async () => {
      expect(webhook.output()).toMatch(/Refused, set aside.*name=bad\.example\.org/);
      const text = await (await fetch(`${webhook.url}/metrics`)).text();
      expect(text).toMatch(
        /external_dns_webhook_refused_record\{name="bad\.example\.org",reason="rejected"/,
      );
    });
    await manifests.write('two', [wants('two', a('later.example.org', '192.0.2.3'))]);
    await answers('later.example.org', ['192.0.2.3']);
  });

  test('the webhook is killed and comes back: the controller lives and catches up', async () => {
    const port = await freePort();
    const first = await startWebhook(`--listen=127.0.0.1:${port}`, ...server);
    await manifests.write('one', [wants('one', a('one.example.org', '192.0.2.1'))]);
    const controller = await startController(`--webhook-provider-url=http://127.0.0.1:${port}`);
    await answers('one.example.org', ['192.0.2.1']);
    await first.kill();
    await manifests.write('two', [wants('two', a('two.example.org', '192.0.2.2'))]);
    await eventually(() => {
      expect(controller.output()).toMatch(/level=error/);
    });
    await startWebhook(`--listen=127.0.0.1:${port}`, ...server);
    await answers('two.example.org', ['192.0.2.2']);
    await answers('one.example.org', ['192.0.2.1']);
  });
});

describe('other ways to connect', () => {
  test('a Unix socket, also after a kill left it behind', async () => {
    const socket = path.join(folder, 'webhook.sock');
    const first = await startWebhook(`--listen=unix:${socket}`);
    await manifests.write('one', [wants('one', a('one.example.org', '192.0.2.1'))]);
    await startController(`--webhook-provider-url=unix:${socket}`);
    await answers('one.example.org', ['192.0.2.1']);
    await first.kill();
    await startWebhook(`--listen=unix:${socket}`);
    await manifests.write('two', [wants('two', a('two.example.org', '192.0.2.2'))]);
    await answers('two.example.org', ['192.0.2.2']);
    expect(first.output()).toContain(`at="unix:${socket}"`);
  });

  test('mutual TLS with a token; without a certificate nobody is served', async () => {
    const certificates: Certificates = await createCertificates();
    const token = path.join(folder, 'token');
    await writeFile(token, 'the-token-of-this-test\n');
    const port = await freePort();
    const webhook = await startWebhook(
      `--listen=127.0.0.1:${port}`,
      `--listen-tls-cert=${certificates.serverCert}`,
      `--listen-tls-key=${certificates.serverKey}`,
      `--listen-client-ca=${certificates.ca}`,
      `--listen-token-file=${token}`,
    );
    await manifests.write('one', [wants('one', a('one.example.org', '192.0.2.1'))]);
    const common = [
      `--webhook-provider-url=https://127.0.0.1:${port}`,
      `--tls-ca=${certificates.ca}`,
    ];
    const stranger = await startController(...common);
    await eventually(() => {
      expect(stranger.output()).toMatch(/level=error/);
    });
    await stranger.stop();
    const controller = await startController(
      ...common,
      `--tls-client-cert=${certificates.clientCert}`,
      `--tls-client-cert-key=${certificates.clientKey}`,
      `--webhook-provider-token-file=${token}`,
    );
    await answers('one.example.org', ['192.0.2.1']);
    expect(webhook.output() + controller.output()).not.toContain('the-token-of-this-test');
    await certificates.remove();
  });
});
