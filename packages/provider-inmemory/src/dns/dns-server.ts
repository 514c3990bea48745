import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIPv6, type AddressInfo, type Socket } from 'node:net';
import type { InMemoryProvider } from '../inmemory-provider.ts';
import type { AnswerTtls } from './answer-ttls.ts';
import { createResolver } from './resolve.ts';
import { respond } from './respond.ts';
import { serveStream } from './serve-stream.ts';

export interface DnsServerOptions extends Partial<AnswerTtls> {
  readonly provider: Pick<InMemoryProvider, 'zones'>;
  /** An IP address of this machine. Default: `127.0.0.1`. */
  readonly address?: string;
  /** For UDP and TCP alike; `0`: any that is free. */
  readonly port: number;
  /** Told what goes wrong while the server listens; it listens on. */
  readonly onError?: (error: Error) => void;
}

export interface DnsServer {
  readonly address: string;
  readonly port: number;
  /** Ends every connection and frees the port; a second call waits for the same. */
  close(): Promise<void>;
}

const idleMs = 10_000;
const mostConnections = 200;
const portAttempts = 10;

/**
 * An authoritative DNS server over the provider's zones, on UDP and TCP. Resolves once it listens; rejects where the
 * address or the port cannot be had.
 */
export async function createDnsServer(options: DnsServerOptions): Promise<DnsServer> {
  const { port } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      return await listen(options);
    } catch (error) {
      // The port that TCP was given may be taken on UDP; with a fixed port that is final.
      if (port !== 0 || attempt === portAttempts || !isInUse(error)) throw error;
    }
  }
}

async function listen(options: DnsServerOptions): Promise<DnsServer> {
  const { provider, address = '127.0.0.1', port, onError } = options;
  const resolve = createResolver(provider.zones, {
    defaultTtlSeconds: options.defaultTtlSeconds ?? 300,
    negativeTtlSeconds: options.negativeTtlSeconds ?? 60,
  });
  const report = (error: Error) => onError?.(error);
  const connections = new Set<Socket>();

  const tcp = createServer((socket) => {
    connections.add(socket);
    socket.setTimeout(idleMs, () => socket.destroy());
    socket.on('close', () => connections.delete(socket));
    // A client that goes away in the middle is no fault of the server.
    socket.on('error', () => socket.destroy());
    serveStream(socket, (message) => respond(resolve, message, 'tcp'));
  });
  tcp.maxConnections = mostConnections;
  tcp.listen({ host: address, port });
  await once(tcp, 'listening');
  tcp.on('error', report);
  const { port: bound } = tcp.address() as AddressInfo;

  const udp = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  udp.on('message', (message, peer) => {
    const reply = respond(resolve, message, 'udp');
    if (reply === undefined || peer.port === 0) return;
    udp.send(reply, peer.port, peer.address, (error) => {
      if (error !== null) report(error);
    });
  });
  udp.bind({ address, port: bound });
  try {
    await once(udp, 'listening');
  } catch (error) {
    tcp.close();
    udp.close();
    throw error;
  }
  udp.on('error', report);

  let closed: Promise<unknown> | undefined;
  const close = () => {
    const done = Promise.all([once(tcp, 'close'), once(udp, 'close')]);
    tcp.close();
    udp.close();
    for (const socket of connections) socket.destroy();
    return done;
  };
  return {
    address,
    port: bound,
    close: async () => {
      closed ??= close();
      await closed;
    },
  };
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
