import { createServer, type RequestListener } from 'node:http';
import type { ListenAddress } from './listen-address.ts';

export interface StatusPages {
  /** Why the process is not ready; `undefined`: it is. */
  readonly notReady: () => string | undefined;
  /** What a person should see of a process that is ready all the same, a line each. */
  readonly notes?: () => readonly string[];
  readonly metrics: () => Promise<{ readonly contentType: string; readonly body: string }>;
}

export interface StatusServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `/healthz` (always `OK`), `/readyz` and `/metrics`. Rejects where the address cannot be listened on. */
export async function startStatusServer(
  address: ListenAddress,
  pages: StatusPages,
): Promise<StatusServer> {
  const server = createServer(handler(pages));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(`--metrics-address: ${error.message}; give another address`)),
    );
    server.listen(
      { port: address.port, ...(address.host === undefined ? {} : { host: address.host }) },
      resolve,
    );
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function handler({ notReady, notes, metrics }: StatusPages): RequestListener {
  return (request, response) => {
    const answer = (status: number, body: string, type = 'text/plain; charset=utf-8') => {
      response.writeHead(status, { 'content-type': type });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    const path = (request.url ?? '/').replace(/\?.*$/s, '');
    request.resume();
    if (path === '/healthz') return answer(200, 'OK');
    if (path === '/readyz') {
      const reason = notReady();
      return reason === undefined
        ? answer(200, ['OK', ...(notes?.() ?? [])].join('\n'))
        : answer(503, reason);
    }
    if (path !== '/metrics') return answer(404, 'Known pages: /healthz, /readyz, /metrics');
    metrics().then(
      ({ contentType, body }) => answer(200, body, contentType),
      (error: unknown) => answer(500, error instanceof Error ? error.message : String(error)),
    );
  };
}
