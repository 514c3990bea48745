import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConnection } from './load-connection.ts';

let home: string;
const pod = { KUBERNETES_SERVICE_HOST: '2001:db8::1', KUBERNETES_SERVICE_PORT: '443' };
const kubeconfig = JSON.stringify({
  'current-context': 'c',
  contexts: [{ name: 'c', context: { cluster: 'k' } }],
  clusters: [{ name: 'k', cluster: { server: 'https://kubernetes.example.org' } }],
});

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'home-'));
  await mkdir(path.join(home, '.kube'));
  await writeFile(path.join(home, '.kube', 'config'), kubeconfig);
});
afterAll(() => rm(home, { recursive: true }));

test('takes the kubeconfig under HOME before the service account', async () => {
  expect(await loadConnection({ environment: { HOME: home, ...pod } })).toEqual({
    server: 'https://kubernetes.example.org',
    skipTlsVerify: false,
  });
});

test('takes another server and a proxy from outside', async () => {
  const connection = await loadConnection({
    kubeconfig: path.join(home, '.kube', 'config'),
    server: 'https://other.example.org',
    environment: { HTTPS_PROXY: 'proxy.example.org:3128' },
  });
  expect(connection).toEqual({
    server: 'https://other.example.org',
    proxyUrl: 'http://proxy.example.org:3128',
    skipTlsVerify: false,
  });
});

test('takes the service account in a pod and ignores --server there', async () => {
  const connection = await loadConnection({
    environment: { HOME: path.join(home, 'nobody'), ...pod },
    server: 'https://other.example.org',
    serviceAccountFolder: '/account',
  });
  expect(connection).toEqual({
    server: 'https://[2001:db8::1]:443',
    certificateAuthority: { file: '/account/ca.crt' },
    tokenFile: '/account/token',
    skipTlsVerify: false,
  });
});

test.each([
  {
    name: 'a file that is missing',
    options: { kubeconfig: '/nowhere/config', environment: {} },
    says: 'kubeconfig /nowhere/config cannot be read; check --kubeconfig',
  },
  {
    name: 'nothing to go by',
    options: { environment: {} },
    says: 'no kubeconfig was found and KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: give --kubeconfig (--server only replaces the server in it), or run in a pod with a service account',
  },
])('$name', async ({ options, says }) => {
  await expect(loadConnection(options)).rejects.toThrow(says);
});
