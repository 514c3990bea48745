import type { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import type { Connection } from './connection.ts';
import type { Authentication, Credentials } from './credentials.ts';

/**
 * Adds what `@kubernetes/client-node` gives: tokens and certificates of exec plugins and auth providers, and agents for HTTP
 * and SOCKS proxies.
 */
export function createLibraryCredentials(
  connection: Connection,
  plain: () => Promise<Authentication>,
): Credentials {
  let kubeConfig: { config: KubeConfig; tls: string } | undefined;

  // The library keeps one agent per KubeConfig: other TLS material needs another one.
  const configFor = (tls: Authentication['tls']): KubeConfig => {
    const key = JSON.stringify(tls);
    if (kubeConfig?.tls !== key) kubeConfig = { config: toKubeConfig(connection, tls), tls: key };
    return kubeConfig.config;
  };

  const ask = async (): Promise<Authentication> => {
    const authentication = await plain();
    const options: RequestOptions = {};
    await configFor(authentication.tls).applyToHTTPSOptions(options).catch(explain);
    return {
      headers: { ...authentication.headers, ...lowerCase(options.headers) },
      tls: {
        ...authentication.tls,
        ...(options.cert && { cert: options.cert }),
        ...(options.key && { key: options.key }),
      },
      ...(connection.proxyUrl && { proxy: options.agent as Agent }),
    };
  };

  let asking: Promise<Authentication> | undefined;
  return {
    // Requests that come together run the plugin once.
    current: () =>
      (asking ??= ask().finally(() => {
        asking = undefined;
      })),
    refused: () => {
      kubeConfig = undefined;
    },
  };
}

/** What a parser says of a plugin's output quotes it, and that holds the token. */
function explain(error: unknown): never {
  const what =
    error instanceof SyntaxError
      ? 'its output is not JSON'
      : error instanceof Error
        ? error.message.trim()
        : String(error);
  throw new Error(`the credential plugin of the kubeconfig failed: ${what}`);
}

function toKubeConfig(connection: Connection, tls: Authentication['tls']): KubeConfig {
  const config = new KubeConfig();
  const base64 = (value: unknown) =>
    typeof value === 'string' ? Buffer.from(value).toString('base64') : undefined;
  const caData = base64(tls.ca);
  const certData = base64(tls.cert);
  const keyData = base64(tls.key);
  const { plugin } = connection;
  const entry: unknown = plugin && JSON.parse(plugin.entry.reveal());
  config.loadFromClusterAndUser(
    {
      name: 'cluster',
      server: connection.server,
      // The library refuses http:// without it.
      skipTLSVerify: connection.skipTlsVerify || connection.server.startsWith('http:'),
      ...(caData && { caData }),
      ...(connection.tlsServerName && { tlsServerName: connection.tlsServerName }),
      ...(connection.proxyUrl && { proxyUrl: connection.proxyUrl }),
    },
    {
      name: 'user',
      ...(certData && { certData }),
      ...(keyData && { keyData }),
      ...(plugin?.kind === 'exec' && { exec: withExecInfo(entry) }),
      ...(plugin?.kind === 'auth-provider' && { authProvider: entry }),
    },
  );
  return config;
}

/** Plugins expect KUBERNETES_EXEC_INFO (https://kubernetes.io/docs/reference/access-authn-authz/authentication/), which the library does not set. */
function withExecInfo(entry: unknown): unknown {
  const exec = entry as {
    readonly apiVersion?: string;
    readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  };
  const info = {
    apiVersion: exec.apiVersion ?? 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false },
  };
  return {
    ...exec,
    env: [...(exec.env ?? []), { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }],
  };
}

function lowerCase(headers: RequestOptions['headers']): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers ?? {}))
    if (value !== undefined)
      result[name.toLowerCase()] = Array.isArray(value) ? [...value] : String(value);
  return result;
}
