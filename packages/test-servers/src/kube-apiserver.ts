import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEtcd } from './etcd.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { kubeconfig } from './kubeconfig.ts';
import { runProgram } from './run-program.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

export interface KubeApiserver extends ServerProcess {
  readonly url: string;
  /** A kubeconfig for a token with every right. */
  readonly adminKubeconfig: string;
  /** A kubeconfig for the user `external-dns`, who may do what RBAC objects grant. */
  readonly userKubeconfig: string;
  /** One call with every right; the body and the reply are JSON. */
  api(method: string, path: string, body?: unknown, contentType?: string): Promise<unknown>;
  /** Creates or replaces objects by server-side apply. */
  apply(objects: readonly ApplyObject[]): Promise<void>;
  remove(): Promise<void>;
}

export interface ApplyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

const plurals: Readonly<Record<string, string>> = {
  Ingress: 'ingresses',
  Gateway: 'gateways',
  DNSEndpoint: 'dnsendpoints',
  HTTPRoute: 'httproutes',
};

/** kube-apiserver with RBAC over an etcd of its own. Controllers, kubelets and a scheduler are not there: status is written by the test. */
export async function startKubeApiserver(): Promise<KubeApiserver> {
  const etcd = await startEtcd();
  const folder = await mkdtemp(path.join(tmpdir(), 'kube-apiserver-'));
  const file = (name: string) => path.join(folder, name);
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  await runProgram('openssl', ['genrsa', '-out', file('sa.key'), '2048']);
  await runProgram('openssl', ['rsa', '-in', file('sa.key'), '-pubout', '-out', file('sa.pub')]);
  await writeFile(
    file('tokens.csv'),
    'admin-token,admin,1,"system:masters"\nuser-token,external-dns,2\n',
  );
  const agent = new Agent({ rejectUnauthorized: false, keepAlive: false });
  const call = (method: string, below: string, body?: unknown, contentType = 'application/json') =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request(
        url + below,
        {
          method,
          agent,
          timeout: 10_000,
          headers: { authorization: 'Bearer admin-token', 'content-type': contentType },
        },
        (reply) => {
          let text = '';
          reply.setEncoding('utf8');
          reply.on('data', (chunk: string) => (text += chunk));
          reply.on('end', () => {
            resolve({ status: reply.statusCode ?? 0, text });
          });
        },
      );
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${below}: no answer in 10 s`)));
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  const server = await startServerProcess({
    command: findProgram('kube-apiserver'),
    args: [
      `--etcd-servers=${etcd.url}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${file('certs')}`,
      '--service-account-issuer=https://test.example.org',
      `--service-account-key-file=${file('sa.pub')}`,
      `--service-account-signing-key-file=${file('sa.key')}`,
      '--authorization-mode=RBAC',
      `--token-auth-file=${file('tokens.csv')}`,
      '--service-cluster-ip-range=10.0.0.0/16',
      '--disable-admission-plugins=ServiceAccount',
    ],
    ready: async () => (await call('GET', '/readyz')).status === 200,
    readyWithinMs: 60_000,
  }).catch(async (error: unknown) => {
    await etcd.remove();
    throw error;
  });
  const api = async (method: string, below: string, body?: unknown, contentType?: string) => {
    const { status, text } = await call(method, below, body, contentType);
    if (status < 200 || status > 299) throw new Error(`${method} ${below}: ${status} ${text}`);
    return JSON.parse(text) as unknown;
  };
  const cluster = { server: url, 'insecure-skip-tls-verify': true };
  const writeKubeconfig = async (name: string, token: string) => {
    await writeFile(file(name), kubeconfig(cluster, { token }));
    return file(name);
  };
  const [adminKubeconfig, userKubeconfig] = [
    await writeKubeconfig('admin', 'admin-token'),
    await writeKubeconfig('user', 'user-token'),
  ];
  return {
    ...server,
    url,
    adminKubeconfig,
    userKubeconfig,
    api,
    apply: async (objects) => {
      for (const object of objects) {
        const root = object.apiVersion.includes('/') ? `/apis/${object.apiVersion}` : '/api/v1';
        const { namespace, name } = object.metadata;
        const plural = plurals[object.kind] ?? `${object.kind.toLowerCase()}s`;
        const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
        const target = `${root}${scope}/${plural}/${name}`;
        const query = '?fieldManager=test&force=true';
        await api('PATCH', target + query, object, 'application/apply-patch+yaml');
        if ('status' in object)
          await api(
            'PATCH',
            `${target}/status`,
            { status: object['status'] },
            'application/merge-patch+json',
          );
      }
    },
    remove: async () => {
      await server.kill();
      await etcd.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
