import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from './main.ts';
import { createSystemClock } from '@org/dns-provider-kit';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'controller-'));
  writeFileSync(path.join(folder, 'endpoints.yaml'), manifest);
});
afterEach(() => rmSync(folder, { recursive: true }));

const manifest = `
apiVersion: externaldns.k8s.io/v1alpha1
kind: DNSEndpoint
metadata: { name: www, namespace: shop }
spec:
  endpoints:
    - { dnsName: www.example.org, recordType: A, recordTTL: 60, targets: [192.0.2.1] }
`;

/** Runs the program; `stopWhen` stops it when a line that it matches is logged. */
async function start(argv: readonly string[], stopWhen?: RegExp) {
  const output = { stdout: '', stderr: '' };
  const stop = new AbortController();
  const status = await main(
    argv,
    {},
    {
      clock: createSystemClock(),
      stdout: (text) => void (output.stdout += text),
      stderr(text) {
        output.stderr += text;
        if (stopWhen?.test(text)) stop.abort(new Error('enough'));
      },
      isTerminal: false,
      readText: () => '',
      stop: stop.signal,
      onRelease: () => {},
    },
  );
  return { status, ...output };
}

const base = () => [
  '--source=crd',
  '--provider=inmemory',
  '--inmemory-zone=example.org',
  '--policy=sync',
  '--txt-owner-id=me',
  '--metrics-address=127.0.0.1:0',
  `--manifests=${folder}`,
];

test('--version and --help are told on standard error', async () => {
  expect(await start(['--version'])).toEqual({ status: 0, stdout: '', stderr: '0.1.0\n' });
  const help = await start(['--help']);
  expect([help.status, help.stderr.startsWith('usage: external-dns')]).toEqual([0, true]);
});

describe('what is refused ends with status 1 and every reason', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [
      'flags',
      ['--source=crd', '--interval=x'],
      [
        '--interval: \\"x\\" is not a duration. Use numbers with units, such as 90s, 1m30s or 1d.',
        '--provider: is required.',
      ],
    ],
    [
      'combinations',
      [
        '--source=crd',
        '--provider=inmemory',
        '--behavior=compat',
        '--txt-prefix=a',
        '--txt-suffix=b',
      ],
      ['--policy: is required.', '--txt-prefix: excludes --txt-suffix.'],
    ],
    [
      'parts',
      [
        '--source=crd',
        '--provider=civo',
        '--policy=sync',
        '--registry=dynamodb',
        '--metrics-address=127.0.0.1:0',
      ],
      [
        '--registry=dynamodb: is not part of this build.',
        '--provider=civo: is not part of this build.',
      ],
    ],
  ])('%s', async (_, argv, reasons) => {
    const { status, stderr } = await start(argv);
    expect(status).toBe(1);
    const fatal = stderr.split('\n').filter((line) => line.includes('level=fatal'));
    expect(fatal).toHaveLength(reasons.length);
    for (const [index, reason] of reasons.entries()) expect(fatal[index]).toContain(reason);
  });
});

test('--once writes what is wanted and ends', async () => {
  const { status, stdout, stderr } = await start([...base(), '--once']);
  expect([status, stdout]).toEqual([0, '']);
  expect(stderr).toContain(
    'msg=Created record=www.example.org targets=192.0.2.1 ttl=60 type=A zone=example.org',
  );
});

test('--dry-run prints a diff and writes nothing', async () => {
  const { status, stdout, stderr } = await start([...base(), '--once', '--dry-run']);
  expect(stdout).toBe(
    'example.org: 1 to create, 0 to update, 0 to delete, 0 unchanged\n  + www.example.org  A  192.0.2.1  ttl 60  (crd/shop/www)\n',
  );
  expect([status, stderr.includes('msg=Created')]).toEqual([0, false]);
});

test('it runs until it is stopped', async () => {
  const { status, stderr } = await start(base(), /msg=Created/);
  expect([status, stderr.includes('level=error'), stderr.includes('level=fatal')]).toEqual([
    0,
    false,
    false,
  ]);
});

test('secrets are in no line', async () => {
  const argv = [
    ...base(),
    '--once',
    '--log-level=trace',
    '--pdns-api-key=hush-hush',
    '--txt-encrypt-aes-key=0123456789abcdef0123456789ABCDEF',
  ];
  const { stderr } = await start(argv);
  expect(stderr).toContain('pdns-api-key:******');
  expect(stderr).not.toMatch(/hush-hush|0123456789abcdef/);
});

test('an address that is taken is a reason to end', async () => {
  const { status, stderr } = await start([
    ...base().filter((flag) => !flag.startsWith('--metrics')),
    '--metrics-address=192.0.2.1:1',
  ]);
  expect([status, stderr.includes('level=fatal')]).toEqual([1, true]);
});
