import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the proxy does with a request. `answer-late`: passes it on, and never answers. */
type ProxyMode = 'pass' | 'refuse-500' | 'hang-up' | 'answer-late';

export interface FaultyProxy {
  readonly url: string;
  /** How requests that write (all but GET) are treated. */
  writes: ProxyMode;
  /** How GET requests are treated. */
  reads: ProxyMode;
  /** Method and path of every request that came. */
  readonly seen: string[];
  close(): Promise<void>;
}

/** A proxy in front of a loopback HTTP server whose faults can be switched at any time. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const held = new Set<ServerResponse>();
  const proxy: FaultyProxy = {
    url: '',
    writes: 'pass',
    reads: 'pass',
    seen: [],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  const forward = (
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    body: Buffer,
    answer: boolean,
  ) => {
    const url = new URL(incoming.url ?? '/', target);
    const passed = request(
      url,
      { method: incoming.method, headers: { ...incoming.headers, host: url.host } },
      (reply) => {
        if (!answer) {
          reply.resume();
          return;
        }
        outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(outgoing);
      },
    );
    passed.on('error', () => {
      outgoing.destroy();
    });
    passed.end(body);
  };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      proxy.seen.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
      const mode = incoming.method === 'GET' ? proxy.reads : proxy.writes;
      const body = Buffer.concat(chunks);
      switch (mode) {
        case 'pass':
          forward(incoming, outgoing, body, true);
          break;
        case 'answer-late':
          held.add(outgoing);
          forward(incoming, outgoing, body, false);
          break;
        case 'refuse-500':
          outgoing.writeHead(500, { 'content-type': 'application/json' });
          outgoing.end('{"error":"internal"}');
          break;
        case 'hang-up':
          outgoing.destroy();
          break;
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(proxy, { url: `http://127.0.0.1:${port}` });
}
