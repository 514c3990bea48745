import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { kubeconfig } from '@org/dns-test-servers';
import type { Addresses, Stats } from './world.ts';

// node --conditions=@org/source apps/controller/bench/services.ts [COUNT [CHANGES [BINARY]]]
//
// Starts the built controller (or another one with the same flags, such as the Go controller) before a Kubernetes API with COUNT
// Services and a webhook provider, waits until every record is written, then changes one Service after the other.
const count = Number(process.argv[2] ?? 10_000);
const changes = Number(process.argv[3] ?? 20);
const binary = process.argv[4] ?? fileURLToPath(new URL('../bin/external-dns', import.meta.url));
const gapMs = 500;
const patience = AbortSignal.timeout(600_000);

const folder = mkdtempSync(join(tmpdir(), 'services-'));
const world = fork(fileURLToPath(new URL('world.ts', import.meta.url)), [String(count)]);
const { api, provider } = await heard<Addresses>();
const config = join(folder, 'kubeconfig');
writeFileSync(config, kubeconfig({ server: api }));

const startedAt = performance.now();
const controller = spawn(
  binary,
  [
    '--source=service',
    '--provider=webhook',
    `--webhook-provider-url=${provider}`,
    `--kubeconfig=${config}`,
    '--registry=txt',
    '--txt-owner-id=bench',
    '--policy=sync',
    '--events',
    '--interval=1h',
    '--min-event-sync-interval=100ms',
    '--metrics-address=127.0.0.1:0',
    '--log-level=error',
  ],
  { stdio: ['ignore', 'pipe', 'pipe'] },
);
let printed = '';
for (const stream of [controller.stdout, controller.stderr])
  stream.on('data', (text: Buffer) => (printed = (printed + text.toString()).slice(-2000)));
try {
  // A Service is a record and its marker.
  while ((await told<Stats>({})).records < 2 * count) {
    if (controller.exitCode !== null) throw new Error(`${binary} ended:\n${printed}`);
    await sleep(20, undefined, { signal: patience });
  }
  const startMs = performance.now() - startedAt;
  await sleep(3000);
  const before = await told<Stats>({});
  const cpuBefore = cpuSeconds();
  const latencies: number[] = [];
  for (let index = 0; index < changes; index++) {
    const change = { change: (index * 7919) % count, address: index + 1 };
    latencies.push((await told<{ readonly ms: number }>(change)).ms);
    await sleep(gapMs);
  }
  const cpuMs = ((cpuSeconds() - cpuBefore) / changes) * 1000;
  const bytes = ((await told<Stats>({})).bytes - before.bytes) / changes;
  latencies.sort((one, other) => one - other);
  console.table({
    [`${count} Services`]: {
      'start (s)': (startMs / 1000).toFixed(2),
      'change to write, median (ms)': latencies[changes >> 1]?.toFixed(1),
      'CPU per change (ms)': cpuMs.toFixed(1),
      'bytes per change': Math.round(bytes),
      'peak memory (MB)': peakMegabytes().toFixed(0),
    },
  });
} finally {
  controller.kill('SIGKILL');
  world.kill('SIGKILL');
  rmSync(folder, { recursive: true });
}

async function heard<T>(): Promise<T> {
  const [message] = await once(world, 'message', { signal: patience });
  return message as T;
}

function told<T>(message: Readonly<Record<string, number>>): Promise<T> {
  const reply = heard<T>();
  world.send(message);
  return reply;
}

/** User and system time of the controller so far, in ticks of 10 ms (proc(5)). */
function cpuSeconds(): number {
  const fields = readFileSync(`/proc/${controller.pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
  return (Number(fields?.[11]) + Number(fields?.[12])) / 100;
}

function peakMegabytes(): number {
  const status = readFileSync(`/proc/${controller.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
