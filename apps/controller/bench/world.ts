import type { ResourceType } from '@org/dns-kubernetes';
import { startWebhookServer } from '../../../packages/conformance/src/testing/webhook-server.ts';
import { createFakeApiServer } from '../../../packages/kubernetes/src/testing/fake-api-server.ts';

// A process of its own, so that its time and memory are not counted: a Kubernetes API with COUNT Services of type LoadBalancer,
// and a webhook provider (version 1) that keeps its records in memory.
const count = Number(process.argv[2]);

export interface Addresses {
  readonly api: string;
  readonly provider: string;
}

export interface Stats {
  readonly records: number;
  /** To and from the provider: bodies. */
  readonly bytes: number;
}

const resource = (group: string, plural: string, kind: string): ResourceType => ({
  group,
  version: 'v1',
  plural,
  kind,
  namespaced: kind !== 'Node',
});
const services = resource('', 'services', 'Service');
/** The Go controller watches these too. */
const others = [
  resource('', 'nodes', 'Node'),
  resource('', 'pods', 'Pod'),
  resource('discovery.k8s.io', 'endpointslices', 'EndpointSlice'),
];
let bytes = 0;
let onWrite: (() => void) | undefined;

function service(index: number, address: number) {
  const name = `service-${index}`;
  const labels = { app: `app-${index % 50}` };
  const metadata = {
    name,
    namespace: `team-${index % 100}`,
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels,
    annotations: { 'external-dns.kubernetes.io/hostname': `${name}.example.org` },
    managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:metadata': 'y'.repeat(400) } }],
  };
  const ip = `10.${address % 200}.${index >> 8}.${index & 255}`;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { type: 'LoadBalancer', ports: [{ name: 'http', port: 80 }], selector: labels },
    status: { loadBalancer: { ingress: [{ ip }] } },
  };
}

const provider = await startWebhookServer({
  answer: (request, right) => {
    const reply = right();
    bytes += request.body.length + (reply.body?.length ?? 0);
    if (request.what === 'POST /records') onWrite?.();
    return reply;
  },
});
const api = await createFakeApiServer();
for (const type of others)
  api.put(type, {
    apiVersion: type.group === '' ? 'v1' : `${type.group}/v1`,
    kind: type.kind,
    metadata: { name: 'one', ...(type.namespaced ? { namespace: 'default' } : {}) },
  });
for (let index = 0; index < count; index++) api.put(services, service(index, 0));

process.on('message', (message: { readonly change?: number; readonly address?: number }) => {
  const { change, address = 0 } = message;
  if (change === undefined) {
    process.send?.({ records: provider.held.size, bytes } satisfies Stats);
    return;
  }
  const startedAt = performance.now();
  onWrite = () => {
    onWrite = undefined;
    process.send?.({ ms: performance.now() - startedAt });
  };
  api.put(services, service(change, address));
});
process.send?.({ api: api.url, provider: provider.url } satisfies Addresses);
