import { readdirSync, readFileSync } from 'node:fs';
import { createSystemClock } from '@org/dns-provider-kit';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { main } from './main.ts';
import { startWebhook } from './testing/start-webhook.ts';

/** Runs the program to its end; it is stopped before it begins. */
async function start(argv: readonly string[], environment: Record<string, string> = {}) {
  let output = '';
  const status = await main(argv, environment, {
    clock: createSystemClock(),
    stderr: (text) => void (output += text),
    isTerminal: false,
    readText: () => '',
    stop: AbortSignal.abort(new Error('enough')),
  });
  return { status, output };
}

const free = ['--listen=127.0.0.1:0', '--metrics-address=127.0.0.1:0'];

test('--version and --help are told on standard error', async () => {
  expect(await start(['--version'])).toEqual({ status: 0, output: '0.1.0\n' });
  const help = await start(['--help']);
  expect(help.status).toBe(0);
  expect(help.output).toMatch(/^usage: external-dns-webhook --provider=PROVIDER/);
  expect(help.output).toContain('--listen=127.0.0.1:8888');
  expect(help.output).not.toContain('--txt-owner-id');
});

describe('what is refused ends with status 1 and every reason', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['no provider', [], ['--provider: is required.']],
    [
      'addresses and files that do not fit',
      [
        '--provider=inmemory',
        '--listen=8888',
        '--metrics-address=unix:/x',
        '--listen-tls-key=k',
        '--listen-client-ca=c',
        '--webhook-provider-read-timeout=-1s',
      ],
      [
        '--listen: ',
        '--metrics-address: ',
        '--listen-tls-cert: and --listen-tls-key belong together',
        '--listen-client-ca: needs TLS',
        '--webhook-provider-read-timeout: is negative',
      ],
    ],
    [
      'an expression that is none',
      ['--provider=inmemory', '--regex-domain-filter=('],
      ['--regex-domain-filter: '],
    ],
    ["the provider's settings", ['--provider=pdns', ...free], ['--pdns-api-key: ']],
    [
      'a token that is not there',
      ['--provider=inmemory', ...free, '--listen-token-file=/nowhere/token'],
      ['/nowhere/token'],
    ],
    [
      'a port that nobody may have',
      ['--provider=inmemory', '--metrics-address=127.0.0.1:0', '--listen=192.0.2.1:1'],
      ['EADDRNOTAVAIL'],
    ],
  ])('%s', async (_name, argv, reasons) => {
    const { status, output } = await start(argv);
    expect(status).toBe(1);
    const fatal = output.split('\n').filter((line) => line.includes('level=fatal'));
    expect(fatal).toHaveLength(reasons.length);
    for (const [index, reason] of reasons.entries()) expect(fatal[index]).toContain(reason);
  });
});

test('variables set flags, flags of the controller are kept with a warning, secrets are in no line', async () => {
  const { status, output } = await start(
    ['--source=service', '--registry=txt', '--webhook-server', ...free],
    {
      EXTERNAL_DNS_PROVIDER: 'inmemory',
      EXTERNAL_DNS_INMEMORY_ZONE: 'example.org\nexample.net',
      EXTERNAL_DNS_PDNS_API_KEY: 'hush-hush',
      EXTERNAL_DNS_LOG_LEVEL: 'debug',
    },
  );
  expect(status).toBe(0);
  expect(output).toContain('inmemory-zone:[example.org example.net]');
  expect(output.match(/--(?:source|registry) means nothing to external-dns-webhook/g)).toHaveLength(
    2,
  );
  expect(output).not.toContain('--webhook-server means nothing');
  expect(output).toContain('pdns-api-key:******');
  expect(output).not.toContain('hush-hush');
});

test('it serves until it is stopped', async () => {
  const webhook = await startWebhook(['--provider=inmemory', '--inmemory-zone=example.org']);
  expect((await fetch(webhook.url)).status).toBe(200);
  expect(await webhook.stop()).toBe(0);
  await expect(fetch(webhook.url)).rejects.toThrow('fetch failed');
});

describe('manifests', () => {
  const folder = new URL('../deploy/', import.meta.url);
  interface Container {
    readonly name: string;
    readonly args: readonly string[];
    readonly env: readonly { readonly name: string }[];
  }
  const containersOf = (document: unknown): readonly Container[] => {
    const { spec, provider } = document as {
      spec?: { template?: { spec: { containers: readonly Container[] } } };
      provider?: { webhook: Omit<Container, 'name'> };
    };
    return [
      ...(spec?.template?.spec.containers ?? []),
      ...(provider === undefined ? [] : [{ name: 'webhook', ...provider.webhook }]),
    ];
  };

  test.each(readdirSync(folder))(
    '%s starts the webhook with flags that are understood',
    async (file) => {
      const containers = parseAllDocuments(readFileSync(new URL(file, folder), 'utf8'))
        .flatMap((document) => containersOf(document.toJS()))
        .filter(({ name }) => name === 'webhook');
      expect(containers).toHaveLength(1);
      for (const { args, env } of containers) {
        const environment = Object.fromEntries(env.map(({ name }) => [name, 'a-key']));
        const flags = args.filter((flag) => !flag.startsWith('--listen='));
        const { status, output } = await start([...flags, ...free], environment);
        expect([status, output.includes('level=warning')]).toEqual([0, false]);
      }
    },
  );
});
