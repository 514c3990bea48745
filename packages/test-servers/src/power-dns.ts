import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { runProgram } from './run-program.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

export interface PowerDns extends ServerProcess {
  /** Without `/api/v1`, as `--pdns-server` takes it. */
  readonly url: string;
  readonly apiKey: string;
  readonly dnsPort: number;
  /** Calls the API directly, for seeding and looking; the path starts below `/servers/localhost`. */
  api(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/** PowerDNS with a SQLite backend, the zones made through its API. */
export async function startPowerDns(
  options: { readonly zones?: readonly string[]; readonly settings?: readonly string[] } = {},
): Promise<PowerDns> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pdns-'));
  const database = path.join(folder, 'pdns.sqlite3');
  await runProgram('sqlite3', [
    database,
    '.read /usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql',
  ]);
  const [dnsPort, apiPort] = [await freePort(), await freePort()];
  const apiKey = 'test-api-key';
  const settings = [
    'launch=gsqlite3',
    `gsqlite3-database=${database}`,
    'gsqlite3-dnssec=yes',
    'gsqlite3-pragma-synchronous=0',
    'local-address=127.0.0.1',
    `local-port=${dnsPort}`,
    'api=yes',
    `api-key=${apiKey}`,
    'webserver=yes',
    'webserver-address=127.0.0.1',
    `webserver-port=${apiPort}`,
    'webserver-allow-from=127.0.0.1',
    `socket-dir=${folder}`,
    'daemon=no',
    'guardian=no',
    'cache-ttl=0',
    'query-cache-ttl=0',
    'negquery-cache-ttl=0',
    'zone-cache-refresh-interval=0',
    'enable-lua-records=yes',
    ...(options.settings ?? []),
  ];
  await writeFile(path.join(folder, 'pdns.conf'), settings.join('\n'));
  const url = `http://127.0.0.1:${apiPort}`;
  const call = (method: string, below: string, body?: unknown) =>
    fetch(`${url}/api/v1/servers/localhost${below}`, {
      method,
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const server = await startServerProcess({
    command: findProgram('pdns_server'),
    args: [`--config-dir=${folder}`],
    ready: async () => (await call('GET', '')).ok,
  });
  const api = async (method: string, below: string, body?: unknown): Promise<unknown> => {
    const reply = await call(method, below, body);
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${below}: ${reply.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  for (const zone of options.zones ?? [])
    await api('POST', '/zones', {
      name: `${zone}.`,
      kind: 'Native',
      nameservers: [`ns1.${zone}.`],
    });
  return {
    ...server,
    url,
    apiKey,
    dnsPort,
    api,
    remove: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
