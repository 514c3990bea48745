// Requests (and bytes) per changed record beside 10, 1,000 and 10,000 others: create / change / remove, each with its look at the
// zone; and the time to write 10,000 records with their markers; against BIND on loopback. Prints one row of a table; run it with
// `node --conditions=@org/source bench/cost.ts`.
import { Secret, toDnsName, type Provider, type Zone } from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { costOfMany, fillZone, measureCost, type CostSubject } from '@org/dns-test-engine';
import { startBind, type Bind } from '@org/dns-test-servers';
import { createRfc2136Provider } from '../src/index.ts';
import { startCountingRelay } from './counting-relay.ts';

const zone: Zone = { id: 'example.org', name: toDnsName('example.org') };

function createFor(bind: Bind, port: number, batchChangeSize: number): Provider {
  return createRfc2136Provider({
    servers: [{ host: '127.0.0.1', port }],
    loadBalancing: 'disabled',
    zones: ['example.org'],
    tsig: {
      keyName: bind.keyName,
      algorithm: 'hmac-sha256',
      secret: fixedSecret(new Secret(bind.keySecret)),
    },
    transfer: true,
    minTtlSeconds: 0,
    batchChangeSize,
    behavior: 'safe',
  });
}

async function start(others: number, batchChangeSize = 50) {
  const bind = await startBind({ zones: ['example.org'] });
  const relay = await startCountingRelay(bind.port);
  await fillZone(createFor(bind, bind.port, 1000), zone, others);
  const provider = createFor(bind, relay.port, batchChangeSize);
  return {
    provider,
    zone,
    counted: () => relay.take(),
    async stop() {
      await provider.close?.();
      relay.close();
      await bind.remove();
    },
  };
}

async function startWithBytes(others: number): Promise<CostSubject> {
  const subject = await start(others);
  const take = (): string => {
    const { requests, bytes } = subject.counted();
    return `${requests} (${bytes} B)`;
  };
  return { ...subject, take };
}

async function writeMany(batchChangeSize: number): Promise<string> {
  const subject = await start(0, batchChangeSize);
  const written = await costOfMany(
    { ...subject, take: () => String(subject.counted().requests), stop: async () => undefined },
    10_000,
  );
  const startedMs = performance.now();
  let found = 0;
  for await (const chunk of subject.provider.readZone(zone, new AbortController().signal))
    found += chunk.length;
  const seconds = (performance.now() - startedMs) / 1000;
  await subject.stop();
  return `${written} in batches of ${batchChangeSize}; read ${found} sets in ${seconds.toFixed(2)} s`;
}

await measureCost({
  name: 'rfc2136',
  start: startWithBytes,
  many: async () => `${await writeMany(50)}, ${await writeMany(500)}`,
});
