import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Certificates } from './certificates.ts';
import { dig } from './dig.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { runProgram } from './run-program.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

export interface Bind extends ServerProcess {
  readonly port: number;
  /** Where it answers over TLS; `undefined` without certificates. */
  readonly tlsPort: number | undefined;
  readonly keyName: string;
  /** Base64. */
  readonly keySecret: string;
  readonly keyAlgorithm: string;
  /** Every record of a zone as `dig AXFR` prints it, without comments. */
  transfer(zone: string): Promise<readonly string[]>;
  /** Runs nsupdate commands with the key; `send` is added. */
  update(commands: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

/** BIND with zones that a TSIG key may update and transfer. */
export async function startBind(options: {
  readonly zones: readonly string[];
  readonly keyAlgorithm?: string;
  /** What the key may update in a zone, as `update-policy` says it. Default: everything. */
  readonly policies?: Readonly<Record<string, string>>;
  /** More statements for a zone, such as `dnssec-policy default;`. */
  readonly statements?: Readonly<Record<string, string>>;
  /** Answers over TLS too. */
  readonly certificates?: Pick<Certificates, 'serverCert' | 'serverKey'>;
}): Promise<Bind> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bind-'));
  await mkdir(path.join(folder, 'zones'));
  const port = await freePort();
  const keyName = 'k8s-key';
  const keyAlgorithm = options.keyAlgorithm ?? 'hmac-sha256';
  const keyFile = path.join(folder, 'key.conf');
  const keyText = await runProgram('tsig-keygen', ['-a', keyAlgorithm, keyName]);
  const keySecret = /secret "([^"]+)"/.exec(keyText)?.[1] ?? '';
  await writeFile(keyFile, keyText);
  const zoneBlocks: string[] = [];
  for (const zone of options.zones) {
    const file = path.join(folder, 'zones', `${zone}.db`);
    await writeFile(
      file,
      `$TTL 300\n@ IN SOA ns1.${zone}. hostmaster.${zone}. 1 3600 600 86400 60\n  IN NS ns1.${zone}.\nns1 IN A 127.0.0.1\n`,
    );
    const policy = options.policies?.[zone] ?? `grant ${keyName} zonesub ANY;`;
    zoneBlocks.push(
      `zone "${zone}" { type primary; file "${file}"; update-policy { ${policy} }; ${options.statements?.[zone] ?? ''} };`,
    );
  }
  const { certificates } = options;
  const tlsPort = certificates === undefined ? undefined : await freePort();
  const tls =
    certificates === undefined
      ? { block: '', listen: '' }
      : {
          block: `tls local { cert-file "${certificates.serverCert}"; key-file "${certificates.serverKey}"; };`,
          listen: `listen-on port ${tlsPort} tls local { 127.0.0.1; };`,
        };
  const config = path.join(folder, 'named.conf');
  await writeFile(
    config,
    `include "${keyFile}";
${tls.block}
options { directory "${folder}"; pid-file "${folder}/named.pid"; session-keyfile "${folder}/session.key";
  listen-on port ${port} { 127.0.0.1; }; ${tls.listen} listen-on-v6 { none; }; recursion no; dnssec-validation no;
  allow-transfer { key ${keyName}; }; notify no; };
controls { };
${zoneBlocks.join('\n')}
`,
  );
  const server = await startServerProcess({
    command: findProgram('named'),
    args: ['-g', '-c', config, '-n', '1'],
    ready: async () => (await dig(port, options.zones[0] ?? '.', 'SOA')).length > 0,
  });
  return {
    ...server,
    port,
    tlsPort,
    keyName,
    keySecret,
    keyAlgorithm,
    transfer: async (zone) => {
      const text = await runProgram('dig', [
        '+onesoa',
        '+nocomments',
        '+nocmd',
        '+nostats',
        '-k',
        keyFile,
        '@127.0.0.1',
        '-p',
        String(port),
        zone,
        'AXFR',
      ]);
      return text
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith(';'))
        .map((line) => line.replaceAll(/\s+/g, ' '))
        .filter((line) => !line.includes(' ANY TSIG '));
    },
    update: async (commands) => {
      await runProgram(
        'nsupdate',
        ['-k', keyFile],
        [`server 127.0.0.1 ${port}`, ...commands, 'send', ''].join('\n'),
      );
    },
    remove: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
