// npm run demo: the controller in this process, over the manifests in demo/manifests, with a DNS server that answers.
import { fileURLToPath } from 'node:url';
import { toDnsName, type EngineEvent } from '@org/dns-core';
import { createDnsServer, createInMemoryProvider } from '@org/dns-provider-inmemory';
import { readFileSync } from 'node:fs';
import { loadConfig } from './config.ts';
import { recordTable } from './record-table.ts';
import { run } from './run.ts';
import { createSystemClock } from '@org/dns-provider-kit';

const once = process.argv.includes('--once');
const folder = fileURLToPath(new URL('../demo/manifests', import.meta.url));
const zone = toDnsName('example.org');

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => stop.abort(new Error(`${signal} received`)));

const say = (text: string) => void process.stdout.write(text);
const provider = createInMemoryProvider({ zones: [zone], behavior: 'safe' });
const server = await createDnsServer({ provider, port: 0 });

const outcome = await loadConfig(
  [
    ...['service', 'ingress', 'crd'].map((source) => `--source=${source}`),
    '--provider=inmemory',
    '--policy=sync',
    '--txt-owner-id=demo',
    // The type in the prefix keeps the ownership record of the zone's own name inside the zone.
    '--txt-prefix=own-%{record_type}.',
    '--managed-record-types=A',
    '--managed-record-types=AAAA',
    '--managed-record-types=CNAME',
    '--managed-record-types=MX',
    `--manifests=${folder}`,
    '--metrics-address=127.0.0.1:0',
    '--log-level=warning',
    ...(once ? ['--once'] : []),
  ],
  {},
  (path) => readFileSync(path, 'utf8'),
);
if (outcome.kind !== 'config') throw new Error(JSON.stringify(outcome));

let shown = false;
const show = () => {
  const records = provider.zones.flatMap((each) => [...each.all()]);
  say(`${recordTable(records)}\n`);
  const name = records.find(({ type }) => type === 'A')?.spelling ?? zone;
  say(`dig +short @${server.address} -p ${server.port} ${name}\n\n`);
  if (!once && !shown) say(`Edit a file in ${folder} and ask again; Ctrl-C ends.\n\n`);
  shown = true;
};
const observe = (event: EngineEvent) => {
  if (event.kind === 'pass-ended' && (event.wrote || !shown)) show();
};

const status = await run(
  outcome.config,
  {
    clock: createSystemClock(),
    stdout: say,
    stderr: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    readText: (path) => readFileSync(path, 'utf8'),
    stop: stop.signal,
    onRelease: () => {},
  },
  { provider, observe },
);
await server.close();
process.exit(status);
