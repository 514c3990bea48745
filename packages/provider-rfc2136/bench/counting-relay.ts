import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { createFrameReader } from '../src/transport/message-frames.ts';

/** Stands in front of a DNS server on loopback and counts the messages and bytes that are sent to it and come back. */
export interface CountingRelay {
  readonly port: number;
  /** Since the last time. */
  take(): { readonly requests: number; readonly bytes: number };
  close(): void;
}

export async function startCountingRelay(target: number): Promise<CountingRelay> {
  let requests = 0;
  let bytes = 0;
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const read = createFrameReader();
    client.on('data', (chunk: Uint8Array) => {
      requests += read(chunk).length;
      bytes += chunk.length;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      bytes += chunk.length;
      client.write(chunk);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    take() {
      const counted = { requests, bytes };
      requests = 0;
      bytes = 0;
      return counted;
    },
    close: () => void server.close(),
  };
}
