import path from 'node:path';
import { Secret } from '@org/dns-core';
import type { Connection, Impersonation, Pem } from './connection.ts';

type Entry = Readonly<Record<string, unknown>>;

/**
 * The connection that the current context of a kubeconfig names. Paths in it are relative to `folder`, as `kubectl` reads them.
 *
 * @param text YAML or JSON (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/).
 * @throws Error that names the field; never quotes the file, which holds secrets.
 */
export async function parseKubeconfig(
  text: string,
  folder: string,
  file: string,
): Promise<Connection> {
  const config = await parseDocument(text, file);
  const contextName = textField(config, 'current-context');
  if (!contextName)
    throw new Error(`${file}: current-context is not set; name the context to use there`);
  const context = named(config, 'contexts', contextName, 'context', file);
  const clusterName = textField(context, 'cluster') ?? '';
  const cluster = named(config, 'clusters', clusterName, 'cluster', file);
  const server = textField(cluster, 'server');
  if (!server) throw new Error(`${file}: clusters[${clusterName}].cluster.server is not set`);
  const userName = textField(context, 'user');
  const user = userName ? named(config, 'users', userName, 'user', file) : {};

  const certificateAuthority = pem(cluster, 'certificate-authority', folder);
  const tlsServerName = textField(cluster, 'tls-server-name');
  const proxyUrl = textField(cluster, 'proxy-url');
  const certificate = pem(user, 'client-certificate', folder);
  const key = pem(user, 'client-key', folder);
  if (certificate && !key)
    throw new Error(`${file}: users[${userName}] has a client-certificate and no client-key`);
  const token = textField(user, 'token');
  const tokenFile = textField(user, 'tokenFile');
  const username = textField(user, 'username');
  const impersonate = impersonation(user);
  const plugin = pluginOf(user);
  return {
    server,
    skipTlsVerify: cluster['insecure-skip-tls-verify'] === true,
    ...(certificateAuthority && { certificateAuthority }),
    ...(tlsServerName && { tlsServerName }),
    ...(proxyUrl && { proxyUrl }),
    ...(certificate && key && { clientCertificate: { certificate, key } }),
    ...(token && { token: new Secret(token) }),
    ...(tokenFile && { tokenFile: path.resolve(folder, tokenFile) }),
    ...(username && {
      basic: { username, password: new Secret(textField(user, 'password') ?? '') },
    }),
    ...(impersonate && { impersonate }),
    ...(plugin && { plugin }),
  };
}

async function parseDocument(text: string, file: string): Promise<Entry> {
  let value: unknown;
  if (text.trimStart().startsWith('{')) {
    try {
      value = JSON.parse(text);
    } catch {
      throw new Error(`${file}: not valid JSON`);
    }
  } else {
    const { parseDocument: parse } = await import('yaml');
    // Without `prettyErrors` no line of the file is quoted.
    const document = parse(text, { prettyErrors: false });
    const [error] = document.errors;
    if (error) throw new Error(`${file}: not valid YAML (${error.code})`);
    value = document.toJS();
  }
  if (!isEntry(value)) throw new Error(`${file}: not a kubeconfig: it is empty, or not a mapping`);
  return value;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textField(entry: Entry, field: string): string | undefined {
  const value = entry[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function named(config: Entry, list: string, name: string, field: string, file: string): Entry {
  const entries = config[list];
  const found = Array.isArray(entries)
    ? entries.find((entry: unknown) => isEntry(entry) && entry['name'] === name)
    : undefined;
  if (!isEntry(found)) throw new Error(`${file}: ${list} has no entry named "${name}"`);
  const value = found[field];
  return isEntry(value) ? value : {};
}

function pem(entry: Entry, field: string, folder: string): Pem | undefined {
  const data = textField(entry, `${field}-data`);
  if (data) return { text: new Secret(Buffer.from(data, 'base64').toString('utf8')) };
  const file = textField(entry, field);
  return file ? { file: path.resolve(folder, file) } : undefined;
}

function impersonation(user: Entry): Impersonation | undefined {
  const name = textField(user, 'as');
  if (!name) return undefined;
  const uid = textField(user, 'as-uid');
  const groups = user['as-groups'];
  const extra = user['as-user-extra'];
  return {
    user: name,
    ...(uid && { uid }),
    groups: Array.isArray(groups) ? groups.map(String) : [],
    extra: isEntry(extra)
      ? Object.fromEntries(
          Object.entries(extra).map(([key, values]) => [
            key,
            Array.isArray(values) ? values.map(String) : [],
          ]),
        )
      : {},
  };
}

function pluginOf(user: Entry): Connection['plugin'] {
  for (const kind of ['exec', 'auth-provider'] as const) {
    const entry = user[kind];
    if (isEntry(entry)) return { kind, entry: new Secret(JSON.stringify(entry)) };
  }
  return undefined;
}
