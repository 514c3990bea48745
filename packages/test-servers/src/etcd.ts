import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Certificates } from './certificates.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { runProgram } from './run-program.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

export interface Etcd extends ServerProcess {
  readonly url: string;
  /** `etcdctl` against this server. */
  ctl(...args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** etcd, plain or with client certificates required. */
export async function startEtcd(options: { readonly tls?: Certificates } = {}): Promise<Etcd> {
  const folder = await mkdtemp(path.join(tmpdir(), 'etcd-'));
  const [clientPort, peerPort] = [await freePort(), await freePort()];
  const { tls } = options;
  const url = tls ? `https://localhost:${clientPort}` : `http://127.0.0.1:${clientPort}`;
  const listen = `${tls ? 'https' : 'http'}://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const ctl = (...args: readonly string[]) =>
    runProgram('etcdctl', [
      `--endpoints=${url}`,
      ...(tls ? [`--cacert=${tls.ca}`, `--cert=${tls.clientCert}`, `--key=${tls.clientKey}`] : []),
      ...args,
    ]);
  const server = await startServerProcess({
    command: findProgram('etcd'),
    args: [
      '--name=t1',
      `--data-dir=${folder}`,
      `--listen-client-urls=${listen}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=t1=${peer}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
      ...(tls
        ? [
            '--client-cert-auth',
            `--trusted-ca-file=${tls.ca}`,
            `--cert-file=${tls.serverCert}`,
            `--key-file=${tls.serverKey}`,
          ]
        : []),
    ],
    ready: async () => {
      await ctl('get', 'ready');
      return true;
    },
  });
  return {
    ...server,
    url,
    ctl,
    remove: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
