import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '@org/dns-core';
import { createTlsFiles, type TlsOptions } from '@org/dns-provider-kit';
import { serverText, type DnsServer } from './dns-server.ts';
import { ExchangeError } from './exchange-error.ts';

export type OpenSocket = (server: DnsServer, signal: AbortSignal) => Promise<Socket>;

export interface OpenSocketOptions {
  /** Absent: plain TCP. */
  readonly tls?: TlsOptions;
  readonly connectTimeoutMs: number;
  readonly clock: Clock;
}

/** Opens connections. TLS is DNS over TLS (RFC 7858; transfers RFC 9103): version 1.3, ALPN `dot`; its files are read at each connection. */
export function createOpenSocket(options: OpenSocketOptions): OpenSocket {
  const { tls, connectTimeoutMs, clock } = options;
  const readTls = tls === undefined ? undefined : createTlsReader(tls);
  return async (server, signal) => {
    signal.throwIfAborted();
    const secure = await readTls?.(server);
    return new Promise((resolve, reject) => {
      const { host, port } = server;
      const socket = secure === undefined ? connectTcp({ host, port }) : connectTls(secure);
      socket.setNoDelay(true);
      const end = (error: Error): void => {
        settle();
        socket.destroy();
        socket.on('error', () => {});
        reject(error);
      };
      const failed = (error: Error): void =>
        end(
          new ExchangeError(
            'connect',
            `cannot connect to ${serverText(server)}: ${error.message}`,
            {
              cause: error,
            },
          ),
        );
      const aborted = (): void => end(signal.reason as Error);
      const ended = (): void => failed(new Error('the server closed the connection'));
      const cancelTimer = clock.after(connectTimeoutMs, () =>
        failed(new Error(`no answer within ${connectTimeoutMs / 1000} s`)),
      );
      const settle = (): void => {
        cancelTimer();
        signal.removeEventListener('abort', aborted);
        socket.off('error', failed);
        socket.off('close', ended);
      };
      signal.addEventListener('abort', aborted, { once: true });
      socket.on('error', failed);
      socket.on('close', ended);
      socket.once(secure === undefined ? 'connect' : 'secureConnect', () => {
        settle();
        resolve(socket);
      });
    });
  };
}

function createTlsReader(tls: TlsOptions) {
  const read = createTlsFiles(tls);
  return async ({ host, port }: DnsServer) => {
    const { connect } = await read().catch((error: Error) => {
      throw new ExchangeError('connect', `TLS: ${error.message}`, { cause: error });
    });
    const servername = connect.servername ?? (isIP(host) === 0 ? host : undefined);
    return {
      ...connect,
      host,
      port,
      ...(servername === undefined ? {} : { servername }),
      minVersion: 'TLSv1.3' as const,
      ALPNProtocols: ['dot'],
    };
  };
}
