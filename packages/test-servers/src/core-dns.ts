import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Certificates } from './certificates.ts';
import { runProgram } from './run-program.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

export interface CoreDns extends ServerProcess {
  readonly port: number;
  remove(): Promise<void>;
}

/** CoreDNS with its etcd plugin answering for `zones` from the SkyDNS keys below `prefix`. */
export async function startCoreDns(options: {
  readonly zones: readonly string[];
  readonly etcdUrl: string;
  readonly prefix?: string;
  readonly tls?: Certificates;
}): Promise<CoreDns> {
  const folder = await mkdtemp(path.join(tmpdir(), 'coredns-'));
  const port = await freePort();
  const { tls } = options;
  const file = path.join(folder, 'Corefile');
  await writeFile(
    file,
    `.:${port} {
  bind 127.0.0.1
  etcd ${options.zones.join(' ')} {
    path ${options.prefix ?? '/skydns'}
    endpoint ${options.etcdUrl}
    ${tls ? `tls ${tls.clientCert} ${tls.clientKey} ${tls.ca}` : ''}
  }
}
`,
  );
  const server = await startServerProcess({
    command: findProgram('coredns'),
    args: ['-conf', file],
    ready: async () => {
      await runProgram('dig', [
        '+tries=1',
        '+time=1',
        '@127.0.0.1',
        '-p',
        String(port),
        options.zones[0] ?? '.',
        'SOA',
      ]);
      return true;
    },
  });
  return {
    ...server,
    port,
    remove: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
