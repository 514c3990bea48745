import { chmod, unlink } from 'node:fs/promises';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import type { Clock } from '@org/dns-core';
import type { ServerSettings } from '../config.ts';
import { watchCertificates } from './certificates.ts';
import type { ListenTarget } from './listen-target.ts';
import { textReply, type Handler } from './message.ts';
import { writeReply } from './write-reply.ts';

export interface ServedRequest {
  readonly method: string;
  readonly path: string;
  /** `undefined`: the connection ended before there was a reply. */
  readonly status: number | undefined;
  readonly durationMs: number;
  /** Why the reply broke off, or came to be a 500. */
  readonly error?: unknown;
}

export interface StartServerOptions extends Omit<ServerSettings, 'tokenFile' | 'lenient'> {
  readonly clock: Clock;
  readonly handle: Handler;
  readonly observe: (served: ServedRequest) => void;
}

export interface RunningServer {
  /** As a client writes it: `http://127.0.0.1:8888`, or `unix:PATH`. */
  readonly url: string;
  /** Takes no request any more, lets those in hand come to their end for so long, then cuts them. */
  close(withinMs: number): Promise<void>;
}

/** Listens and hands every request to `handle`. Rejects where the address cannot be listened on or a TLS file not be read. */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const { clock, handle, observe } = options;
  const stop = new AbortController();
  let closing = false;

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedMs = clock.now();
    const method = incoming.method ?? '';
    const path = (incoming.url ?? '/').replace(/\?.*$/s, '');
    let status: number | undefined;
    let error: unknown;
    try {
      const headers = incoming.headers as Record<string, string | undefined>;
      const reply = await handle({ method, path, headers, body: incoming }, stop.signal).catch(
        (thrown: unknown) => {
          error = thrown;
          return textReply(500, thrown instanceof Error ? thrown.message : String(thrown));
        },
      );
      if (response.destroyed) {
        error ??= new Error('the client went away');
        return;
      }
      ({ status } = reply);
      // A body that nobody read to its end would be taken for the next request.
      const rest = incoming.complete && !closing ? {} : { connection: 'close' };
      await writeReply(
        response,
        { ...reply, headers: { ...reply.headers, ...rest } },
        { clock, stallMs: options.writeTimeoutMs },
      );
    } catch (thrown) {
      error = thrown;
    } finally {
      observe({
        method,
        path,
        status,
        durationMs: clock.now() - startedMs,
        ...(error === undefined ? {} : { error }),
      });
    }
  };

  const limits: ServerOptions = {
    headersTimeout: options.readHeaderTimeoutMs,
    requestTimeout: options.readTimeoutMs,
    keepAliveTimeout: options.idleTimeoutMs,
    connectionsCheckingInterval: 500,
  };
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    // A reply that was begun before the end promised to keep the connection.
    response.once('close', () => {
      if (closing) server.closeIdleConnections();
    });
    void serve(incoming, response);
  };
  const certificates =
    options.tls === undefined ? undefined : await watchCertificates(options.tls, clock);
  const server =
    certificates === undefined
      ? createServer(limits, listener)
      : createTlsServer({ ...limits, ...certificates.current }, listener);
  if ('setSecureContext' in server)
    certificates?.onChange((changed) => server.setSecureContext(changed));
  try {
    await listen(server, options.listen);
  } catch (error) {
    certificates?.close();
    throw error;
  }
  return {
    url: urlOf(server, options),
    close: async (withinMs) => {
      closing = true;
      certificates?.close();
      const cut = clock.after(withinMs, () => {
        stop.abort(new Error('the server is stopped'));
        server.closeAllConnections();
      });
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      cut();
    },
  };
}

async function listen(server: Server, target: ListenTarget): Promise<void> {
  if ('path' in target) await removeStaleSocket(target.path);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(target, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // The controller runs as another user of the same group.
  if ('path' in target) await chmod(target.path, 0o660);
}

/** A killed process leaves its socket behind; one that somebody answers on is left alone. */
async function removeStaleSocket(path: string): Promise<void> {
  const isStale = await new Promise<boolean>((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
  if (isStale) await unlink(path);
}

function urlOf(server: Server, { tls, listen: target }: StartServerOptions): string {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') return `unix:${bound ?? ''}`;
  const host = 'host' in target && target.host !== undefined ? target.host : '127.0.0.1';
  const shown = host.includes(':') ? `[${host}]` : host;
  return `${tls === undefined ? 'http' : 'https'}://${shown}:${bound.port}`;
}
