import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { parseKubeconfig } from './parse-kubeconfig.ts';

const yaml = `
apiVersion: v1
kind: Config
current-context: prod
contexts:
- name: prod
  context: {cluster: main, user: robot}
clusters:
- name: main
  cluster:
    server: https://kubernetes.example.org:6443
    certificate-authority: pki/ca.crt
    tls-server-name: api.example.org
    proxy-url: socks5://proxy.example.org:1080
users:
- name: robot
  user:
    tokenFile: token
    client-certificate-data: Y2VydA==
    client-key: /etc/key.pem
    as: someone
    as-groups: [ops, dns]
    as-user-extra: {reason: [dns]}
`;

test('reads the current context, with paths relative to the file', async () => {
  const connection = await parseKubeconfig(yaml, '/home/me/.kube', 'config');
  expect({
    ...connection,
    clientCertificate: undefined,
  }).toEqual({
    server: 'https://kubernetes.example.org:6443',
    skipTlsVerify: false,
    certificateAuthority: { file: '/home/me/.kube/pki/ca.crt' },
    tlsServerName: 'api.example.org',
    proxyUrl: 'socks5://proxy.example.org:1080',
    tokenFile: '/home/me/.kube/token',
    impersonate: { user: 'someone', groups: ['ops', 'dns'], extra: { reason: ['dns'] } },
  });
  const { certificate, key } = connection.clientCertificate!;
  expect('text' in certificate && certificate.text.reveal()).toBe('cert');
  expect(key).toEqual({ file: '/etc/key.pem' });
});

function config(user: object, cluster: object = { server: 'http://127.0.0.1:1' }): string {
  return JSON.stringify({
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
    clusters: [{ name: 'k', cluster }],
    users: [{ name: 'u', user }],
  });
}

test('keeps tokens, passwords and plugins out of what is printed', async () => {
  const connection = await parseKubeconfig(
    config({
      token: 'hunter2',
      username: 'me',
      password: 'hunter2',
      exec: { command: 'x', env: [{ name: 'PASSWORD', value: 'hunter2' }] },
    }),
    '/',
    'config',
  );
  expect(connection.token?.reveal()).toBe('hunter2');
  expect(JSON.parse(connection.plugin?.entry.reveal() ?? '')).toMatchObject({ command: 'x' });
  expect(inspect(connection, { depth: 9 }) + JSON.stringify(connection)).not.toContain('hunter2');
});

test.each([
  { name: 'nothing', text: '', says: 'config: not a kubeconfig: it is empty, or not a mapping' },
  { name: 'broken JSON', text: '{"token": hunter2', says: 'config: not valid JSON' },
  { name: 'broken YAML', text: 'a: [hunter2', says: /^config: not valid YAML/ },
  {
    name: 'no context',
    text: '{}',
    says: 'config: current-context is not set; name the context to use there',
  },
  {
    name: 'an unknown context',
    text: '{"current-context": "x"}',
    says: 'config: contexts has no entry named "x"',
  },
  {
    name: 'no server',
    text: config({}, {}),
    says: 'config: clusters[k].cluster.server is not set',
  },
  {
    name: 'half a client certificate',
    text: config({ 'client-certificate': 'a' }),
    says: 'config: users[u] has a client-certificate and no client-key',
  },
])('says what is wrong with $name and quotes nothing', async ({ text, says }) => {
  const error: unknown = await parseKubeconfig(text, '/', 'config').catch((e: unknown) => e);
  expect((error as Error).message).toMatch(says);
  expect(String(error)).not.toContain('hunter2');
});
