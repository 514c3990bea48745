// How much memory and time a large zone takes through the built app: node --conditions=@org/source apps/webhook/bench/load.ts [records]
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, startPowerDns } from '@org/dns-test-servers';

const count = Number(process.argv[2] ?? 100_000);
const mediaType = 'application/external.dns.webhook+json;version=1';
const binary = fileURLToPath(new URL('../bin/external-dns-webhook', import.meta.url));

interface Row {
  readonly what: string;
  readonly seconds: number;
  readonly megabytes: number;
  readonly peak: number;
}

const records = Array.from({ length: count / 2 }, (_, index) => `n${index}.example.org`);
const a = (name: string, target = '192.0.2.1'): string =>
  `{"dnsName":"${name}","targets":["${target}"],"recordType":"A","recordTTL":60,"labels":{"owner":"me","resource":"service/default/${name}"}}`;
const marker = (name: string): string =>
  `{"dnsName":"a-${name}","targets":["\\"heritage=external-dns,external-dns/owner=me,external-dns/resource=service/default/${name}\\""],"recordType":"TXT","labels":{"ownedRecord":"${name}"}}`;

function memoryOf({ pid }: ChildProcess, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1000;
}

async function start(...flags: string[]): Promise<{ url: string; child: ChildProcess }> {
  const port = await freePort();
  const child = spawn(
    binary,
    [
      ...flags,
      `--listen=127.0.0.1:${port}`,
      '--metrics-address=127.0.0.1:0',
      '--log-level=error',
      '--webhook-provider-max-body-size=0',
      '--webhook-provider-read-timeout=5m',
      '--webhook-provider-write-timeout=5m',
    ],
    { stdio: 'inherit' },
  );
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const ready = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) break;
    await wait(100);
  }
  return { url, child };
}

async function measure(
  what: string,
  child: ChildProcess,
  work: () => Promise<number>,
): Promise<Row> {
  const before = performance.now();
  const bytes = await work();
  return {
    what,
    seconds: (performance.now() - before) / 1000,
    megabytes: bytes / 1e6,
    peak: memoryOf(child, 'VmHWM'),
  };
}

async function post(url: string, body: string): Promise<number> {
  const reply = await fetch(`${url}/records`, {
    method: 'POST',
    headers: { 'content-type': mediaType },
    body,
  });
  if (reply.status !== 204) throw new Error(`${reply.status} ${await reply.text()}`);
  return body.length;
}

async function get(url: string, expected: number): Promise<number> {
  const reply = await fetch(`${url}/records`);
  let bytes = 0;
  let found = 0;
  for await (const chunk of reply.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    found +=
      Buffer.from(chunk as Uint8Array)
        .toString('latin1')
        .split('"dnsName"').length - 1;
  }
  // A member name that lies across two chunks is not counted.
  if (found < expected * 0.99) throw new Error(`${found} records came instead of ${expected}`);
  return bytes;
}

async function run(name: string, flags: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  const first = await start(...flags);
  rows.push({
    what: `${name}: started`,
    seconds: 0,
    megabytes: 0,
    peak: memoryOf(first.child, 'VmHWM'),
  });
  rows.push(
    await measure(`${name}: POST /records, ${count} creates`, first.child, () =>
      post(
        first.url,
        `{"create":[${[...records.map((one) => a(one)), ...records.map(marker)].join(',')}]}\n`,
      ),
    ),
  );
  let last = first;
  if (name !== 'inmemory') {
    first.child.kill();
    last = await start(...flags);
  }
  for (const turn of [1, 2, 3])
    rows.push(
      await measure(`${name}: GET /records, time ${turn}`, last.child, () => get(last.url, count)),
    );
  rows.push(
    await measure(`${name}: POST /records, 1 update`, last.child, () =>
      post(
        last.url,
        `{"updateOld":[${a('n1.example.org')}],"updateNew":[${a('n1.example.org', '192.0.2.2')}]}\n`,
      ),
    ),
  );
  last.child.kill();
  return rows;
}

const rows = await run('inmemory', ['--provider=inmemory', '--inmemory-zone=example.org']);
const powerDns = await startPowerDns({ zones: ['example.org'] });
try {
  rows.push(
    ...(await run('pdns', [
      '--provider=pdns',
      `--pdns-server=${powerDns.url}`,
      `--pdns-api-key=${powerDns.apiKey}`,
    ])),
  );
} finally {
  await powerDns.remove();
}
console.log(`${count} records\n\n| | time | body | peak memory (RSS) |\n|---|---|---|---|`);
for (const { what, seconds, megabytes, peak } of rows)
  console.log(
    `| ${what} | ${seconds.toFixed(2)} s | ${megabytes.toFixed(2)} MB | ${peak.toFixed(0)} MB |`,
  );
