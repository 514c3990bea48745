import { readFileSync } from 'node:fs';
import { createSystemClock } from '@org/dns-provider-kit';
import { main } from './main.ts';

const stop = new AbortController();
const releases: (() => void)[] = [];
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    // The second one does not wait for the write in hand.
    if (stop.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
    stop.abort(new Error(`${signal} received`));
  });
process.on('SIGHUP', () => {
  for (const release of releases) release();
});

void main(process.argv.slice(2), process.env, {
  clock: createSystemClock(),
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  readText: (path) => readFileSync(path, 'utf8'),
  stop: stop.signal,
  onRelease: (listener) => void releases.push(listener),
  sweep: () => globalThis.gc?.(),
}).then((status) => process.exit(status));
