import { readFileSync } from 'node:fs';
import { createSystemClock } from '@org/dns-provider-kit';
import { main } from './main.ts';

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    // The second one does not wait for the writes in hand.
    if (stop.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
    stop.abort(new Error(`${signal} received`));
  });

void main(process.argv.slice(2), process.env, {
  clock: createSystemClock(),
  stderr: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  readText: (path) => readFileSync(path, 'utf8'),
  stop: stop.signal,
}).then((status) => process.exit(status));
