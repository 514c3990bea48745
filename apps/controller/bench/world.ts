import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// A process of its own, so that its time and memory are not counted: a Kubernetes API with COUNT Services of type LoadBalancer,
// and a webhook provider (version 1) that keeps its records in memory.
const count = Number(process.argv[2]);

export interface Stats {
  readonly records: number;
  /** To and from the provider: bodies. */
  readonly bytes: number;
}

interface Endpoint {
  readonly dnsName: string;
  readonly recordType: string;
}

const mediaType = 'application/external.dns.webhook+json;version=1';
const records = new Map<string, Endpoint>();
const watches = new Set<ServerResponse>();
let version = count;
let bytes = 0;
let onWrite: (() => void) | undefined;

function service(index: number, address: number): string {
  const name = `service-${index}`;
  const labels = { app: `app-${index % 50}` };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: `team-${index % 100}`,
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      resourceVersion: String(++version),
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels,
      annotations: { 'external-dns.kubernetes.io/hostname': `${name}.example.org` },
      managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:metadata': 'y'.repeat(400) } }],
    },
    spec: { type: 'LoadBalancer', ports: [{ name: 'http', port: 80 }], selector: labels },
    status: {
      loadBalancer: { ingress: [{ ip: `10.${address % 200}.${index >> 8}.${index & 255}` }] },
    },
  });
}

function answerKubernetes(url: URL, response: ServerResponse): void {
  const isServices = url.pathname === '/api/v1/services';
  response.writeHead(200, { 'content-type': 'application/json' });
  if (url.searchParams.get('watch') !== 'true') {
    response.end(JSON.stringify({ metadata: { resourceVersion: String(version) }, items: [] }));
    return;
  }
  response.flushHeaders();
  if (url.searchParams.get('sendInitialEvents') === 'true') {
    if (isServices)
      for (let index = 0; index < count; index++)
        response.write(`{"type":"ADDED","object":${service(index, 0)}}\n`);
    const metadata = {
      resourceVersion: String(version),
      annotations: { 'k8s.io/initial-events-end': 'true' },
    };
    const object = { ...typeOf(url.pathname), metadata };
    response.write(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
  }
  if (!isServices) return;
  watches.add(response);
  response.on('close', () => watches.delete(response));
}

/** Of the resources that the Go controller watches beside Services, too. */
function typeOf(path: string): { readonly apiVersion: string; readonly kind: string } {
  if (path.endsWith('/endpointslices'))
    return { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' };
  const kinds = { nodes: 'Node', pods: 'Pod', services: 'Service' };
  const kind = Object.entries(kinds).find(([plural]) => path.endsWith(`/${plural}`))?.[1];
  return { apiVersion: 'v1', kind: kind ?? '' };
}

function answerProvider(request: string, body: string, response: ServerResponse): void {
  if (request === 'POST /records') {
    write(JSON.parse(body) as Readonly<Record<string, readonly Endpoint[] | undefined>>);
    response.writeHead(204).end();
    onWrite?.();
    return;
  }
  const replies: Readonly<Record<string, () => string>> = {
    'GET /': () => '{}',
    'GET /records': () => JSON.stringify([...records.values()]),
    'POST /adjustendpoints': () => body,
  };
  const reply = replies[request]?.();
  response.writeHead(reply === undefined ? 404 : 200, { 'content-type': mediaType });
  response.end(reply);
  bytes += reply?.length ?? 0;
}

function write(changes: Readonly<Record<string, readonly Endpoint[] | undefined>>): void {
  const listed = (...names: readonly string[]): readonly Endpoint[] =>
    Object.entries(changes).flatMap(([name, endpoints]) =>
      names.includes(name.toLowerCase()) ? (endpoints ?? []) : [],
    );
  const key = ({ dnsName, recordType }: Endpoint) => `${dnsName} ${recordType}`;
  for (const endpoint of listed('delete', 'updateold')) records.delete(key(endpoint));
  for (const endpoint of listed('create', 'updatenew')) records.set(key(endpoint), endpoint);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (/^\/apis?\//.test(url.pathname)) {
    answerKubernetes(url, response);
    return;
  }
  const body = Buffer.concat(chunks);
  bytes += body.length;
  answerProvider(`${request.method} ${url.pathname}`, body.toString('utf8'), response);
}

process.on('message', (message: { readonly change?: number; readonly address?: number }) => {
  const { change, address = 0 } = message;
  if (change === undefined) {
    process.send?.({ records: records.size, bytes } satisfies Stats);
    return;
  }
  const startedAt = performance.now();
  onWrite = () => {
    onWrite = undefined;
    process.send?.({ ms: performance.now() - startedAt });
  };
  for (const watch of watches)
    watch.write(`{"type":"MODIFIED","object":${service(change, address)}}\n`);
});

const server = http.createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
