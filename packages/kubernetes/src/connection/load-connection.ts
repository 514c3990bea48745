import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection } from './connection.ts';
import { parseKubeconfig } from './parse-kubeconfig.ts';
import { proxyFor } from './proxy-for.ts';

/** The folder in which a pod finds its service account. */
const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

export interface LoadConnectionOptions {
  /** `--kubeconfig`; absent or `''`: the file under HOME where it exists, else the pod's service account. */
  readonly kubeconfig?: string;
  /** `--server`: replaces the server of the kubeconfig; ignored in a pod. */
  readonly server?: string;
  /** HOME, KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT, HTTPS_PROXY, HTTP_PROXY and NO_PROXY are read from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly serviceAccountFolder?: string;
}

/**
 * Finds the API server as upstream does: the kubeconfig that was named, else the one under HOME, else the pod's service
 * account.
 *
 * @throws Error that says which file or variable is missing.
 */
export async function loadConnection(options: LoadConnectionOptions): Promise<Connection> {
  const { environment } = options;
  const file = options.kubeconfig || (await homeKubeconfig(environment['HOME']));
  const connection = file
    ? await fromKubeconfig(file, options.server)
    : inCluster(environment, options.serviceAccountFolder ?? serviceAccountFolder);
  const proxyUrl = connection.proxyUrl ?? proxyFor(connection.server, environment);
  return proxyUrl ? { ...connection, proxyUrl } : connection;
}

async function homeKubeconfig(home: string | undefined): Promise<string | undefined> {
  if (!home) return undefined;
  const file = path.join(home, '.kube', 'config');
  return access(file).then(
    () => file,
    () => undefined,
  );
}

async function fromKubeconfig(file: string, server: string | undefined): Promise<Connection> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`kubeconfig ${file} cannot be read; check --kubeconfig`, { cause });
  });
  const connection = await parseKubeconfig(text, path.dirname(path.resolve(file)), file);
  return server ? { ...connection, server } : connection;
}

function inCluster(
  environment: LoadConnectionOptions['environment'],
  accountFolder: string,
): Connection {
  const host = environment['KUBERNETES_SERVICE_HOST'];
  const port = environment['KUBERNETES_SERVICE_PORT'];
  if (!host || !port)
    throw new Error(
      'no kubeconfig was found and KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: ' +
        'give --kubeconfig (--server only replaces the server in it), or run in a pod with a service account',
    );
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    certificateAuthority: { file: path.join(accountFolder, 'ca.crt') },
    tokenFile: path.join(accountFolder, 'token'),
    skipTlsVerify: false,
  };
}
