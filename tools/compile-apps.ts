import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createFakeApiServer,
  type FakeApiServer,
} from '../packages/kubernetes/src/testing/fake-api-server.ts';
import { freePort } from '../packages/test-servers/src/free-port.ts';
import { kubeconfig } from '../packages/test-servers/src/kubeconfig.ts';

// Lets the two apps work with each other for a moment, so that what V8 compiled meanwhile is kept beside their bundles: a later
// start need not compile it again. Everything is on the loopback.
const services = {
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
  namespaced: true,
};
const count = 40;
const patience = AbortSignal.timeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'compile-apps-'));
const api = await createFakeApiServer();
const started: ChildProcess[] = [];
let printed = '';
try {
  for (let index = 0; index < count; index++) putService(api, index, '192.0.2.1');
  const port = await freePort();
  const provider = await startProvider(port);
  const controller = startController(port);
  // A Service is a record and its marker.
  await untilRecords(port, (records) => records.length === 2 * count);
  for (let index = 0; index < 5; index++) {
    putService(api, index, '192.0.2.2');
    await untilRecords(port, (records) => valuesOf(records, index).includes('192.0.2.2'));
  }
  for (let index = 0; index < 5; index++) {
    api.remove(services, 'shop', nameOf(index));
    await untilRecords(port, (records) => valuesOf(records, index).length === 0);
  }
  await stop(controller);
  await stop(provider);
} catch (error) {
  throw new Error(`the apps did not come to work with each other; they said:\n${printed}`, {
    cause: error,
  });
} finally {
  for (const child of started) child.kill('SIGKILL');
  await api.close();
  rmSync(folder, { recursive: true });
}

interface ServedRecord {
  readonly dnsName: string;
  readonly recordType: string;
  readonly targets: readonly string[];
}

function nameOf(index: number): string {
  return `service-${index}`;
}

function valuesOf(records: readonly ServedRecord[], index: number): readonly string[] {
  const isOfService = ({ dnsName, recordType }: ServedRecord) =>
    dnsName === `${nameOf(index)}.example.org` && recordType === 'A';
  return records.filter(isOfService).flatMap(({ targets }) => targets);
}

function putService(server: FakeApiServer, index: number, ip: string): void {
  server.put(services, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: nameOf(index),
      namespace: 'shop',
      labels: { app: 'shop' },
      annotations: {
        'external-dns.kubernetes.io/hostname': `${nameOf(index)}.example.org`,
      },
      managedFields: [{ manager: 'kubectl', operation: 'Apply' }],
    } as { name: string },
    spec: { type: 'LoadBalancer', ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
    status: { loadBalancer: { ingress: [{ ip }] } },
  });
}

async function startProvider(port: number): Promise<ChildProcess> {
  const child = start('webhook', 'external-dns-webhook', [
    '--provider=inmemory',
    '--inmemory-zone=example.org',
    `--listen=127.0.0.1:${port}`,
  ]);
  await until(() =>
    fetchRecords(port)
      .then(() => true)
      .catch(() => false),
  );
  return child;
}

function startController(port: number): ChildProcess {
  const config = join(folder, 'kubeconfig');
  writeFileSync(config, kubeconfig({ server: api.url }));
  return start('controller', 'external-dns', [
    ...['service', 'ingress', 'crd', 'gateway-httproute'].map((source) => `--source=${source}`),
    '--provider=webhook',
    `--webhook-provider-url=http://127.0.0.1:${port}`,
    `--kubeconfig=${config}`,
    '--txt-owner-id=here',
  ]);
}

/** The app as it was built, which leaves what was compiled when it ends. */
function start(app: string, binary: string, args: readonly string[]): ChildProcess {
  const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const child = spawn(
    at(`../apps/${app}/bin/${binary}`),
    [...args, '--metrics-address=127.0.0.1:0', '--log-level=warning'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Nothing else of the environment: it may hold flags of theirs.
      env: {
        PATH: process.env['PATH'],
        NODE_OPTIONS: `--require=${JSON.stringify(at('keep-compiled.cjs'))}`,
      },
    },
  );
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (printed += text.toString()));
  started.push(child);
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit', { signal: patience });
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${String(code)}`);
}

async function fetchRecords(port: number): Promise<readonly ServedRecord[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/records`, {
    headers: { accept: 'application/external.dns.webhook+json;version=1' },
    signal: patience,
  });
  return (await answer.json()) as readonly ServedRecord[];
}

async function untilRecords(
  port: number,
  hold: (records: readonly ServedRecord[]) => boolean,
): Promise<void> {
  await until(async () => hold(await fetchRecords(port)));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20, undefined, { signal: patience });
}
