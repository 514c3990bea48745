import http from 'node:http';

/** A process of its own, so that its memory and time are not counted: serves N Services by WatchList and in pages. */
const count = Number(process.argv[2]);

function service(index: number): object {
  const labels = { app: `app-${index % 50}`, 'app.kubernetes.io/managed-by': 'Helm' };
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: {
      name: `service-${index}`,
      namespace: `team-${index % 100}`,
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      resourceVersion: String(1000 + index),
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels,
      annotations: {
        'external-dns.alpha.kubernetes.io/hostname': `service-${index}.example.org`,
        'kubectl.kubernetes.io/last-applied-configuration': 'x'.repeat(600),
      },
      managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:metadata': 'y'.repeat(400) } }],
    },
    spec: {
      type: 'LoadBalancer',
      clusterIP: `10.0.${(index >> 8) & 255}.${index & 255}`,
      clusterIPs: [`10.0.${(index >> 8) & 255}.${index & 255}`],
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080, nodePort: 30000 }],
      selector: labels,
      sessionAffinity: 'None',
    },
    status: {
      loadBalancer: { ingress: [{ ip: `192.0.2.${index % 256}` }] },
      conditions: [{ type: 'Ready', status: 'True', message: 'z'.repeat(100) }],
    },
  };
}

const objects = Array.from({ length: count }, (_, index) => JSON.stringify(service(index)));

const server = http.createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  response.writeHead(200, { 'content-type': 'application/json' });
  if (searchParams.get('watch') === 'true') {
    response.flushHeaders();
    if (searchParams.get('sendInitialEvents') === 'true') void stream(response);
    return;
  }
  const from = Number(searchParams.get('continue') ?? 0);
  const to = from + Number(searchParams.get('limit') ?? count);
  const more = to < count ? `,"continue":"${to}"` : '';
  response.end(
    `{"kind":"ServiceList","metadata":{"resourceVersion":"9"${more}},"items":[${objects.slice(from, to).join(',')}]}`,
  );
});

async function stream(response: http.ServerResponse): Promise<void> {
  for (let from = 0; from < count; from += 100) {
    const lines = objects
      .slice(from, from + 100)
      .map((object) => `{"type":"ADDED","object":${object}}\n`);
    if (!response.write(lines.join('')))
      await new Promise<void>((resolve) => void response.once('drain', () => resolve()));
  }
  response.write(
    `{"type":"BOOKMARK","object":{"kind":"Service","metadata":{"resourceVersion":"9","annotations":{"k8s.io/initial-events-end":"true"}}}}\n`,
  );
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') process.send?.(address.port);
});
