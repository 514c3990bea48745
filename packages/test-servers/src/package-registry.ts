import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The packages of this workspace as they would be published, for npm to install from. */
export interface PackageRegistry {
  /** Names of the packages, sorted. */
  readonly names: readonly string[];
  /** The modules in them, such as `@org/dns-provider-kit/testing`, sorted. */
  readonly imports: readonly string[];
  /** For npm: our scope from here, all else from the registry it is set up with; a cache of its own; Node as this process has it. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs a shell command with `env`; what it prints. Its error has all that was printed. */
  run(folder: string, command: string, env?: NodeJS.ProcessEnv): Promise<string>;
  remove(): Promise<void>;
}

interface Published {
  readonly manifest: Manifest;
  readonly tarball: Buffer;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  /** By subpath. */
  readonly exports?: Readonly<Record<string, unknown>>;
}

/** Packs every package that is not private from its `dist`, and serves them on loopback. */
export async function startPackageRegistry(): Promise<PackageRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'package-registry-'));
  const packages = await packAll(join(folder, 'packages'));
  const server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? '').slice(1));
    const found = packages.get(name.replace(/\.tgz$/, ''));
    if (found === undefined) response.writeHead(404).end('{}');
    else if (name.endsWith('.tgz')) response.end(found.tarball);
    else
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify(packumentOf(found, `http://${request.headers.host ?? ''}`)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const bin = join(folder, 'bin');
  await writeNpm(bin, `http://127.0.0.1:${port}/`);
  const env = {
    ...withoutNpmRun(process.env),
    PATH: [bin, dirname(process.execPath), process.env['PATH']].join(delimiter),
    npm_config_cache: join(folder, 'cache'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_yes: 'true',
  };
  return {
    names: [...packages.keys()].sort(),
    imports: Array.from(packages.values(), ({ manifest }) => importsOf(manifest))
      .flat()
      .sort(),
    env,
    async run(workingDirectory, command, more = {}) {
      try {
        const { stdout, stderr } = await run('sh', ['-ec', command], {
          cwd: workingDirectory,
          env: { ...env, ...more },
          timeout: 240_000,
          maxBuffer: 64 * 1024 * 1024,
        });
        return stdout + stderr;
      } catch (error) {
        const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
        throw new Error(`${command} failed:\n${stdout}${stderr}`, { cause: error });
      }
    },
    async remove() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function packAll(folder: string): Promise<ReadonlyMap<string, Published>> {
  const args = ['tools/pnpm.mjs', '-r', '--filter', './packages/*', 'pack'];
  await run(process.execPath, [...args, '--pack-destination', folder], {
    cwd: root,
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  const files = await readdir(folder);
  const all = await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const { stdout } = await run('tar', ['-xzOf', path, 'package/package.json']);
      const manifest = JSON.parse(stdout) as Manifest;
      return { manifest, tarball: await readFile(path) };
    }),
  );
  return new Map(
    all
      .filter(({ manifest }) => manifest.private !== true)
      .map((published) => [published.manifest.name, published]),
  );
}

function importsOf({ name, exports = {} }: Manifest): readonly string[] {
  return Object.keys(exports)
    .filter((path) => !path.includes('*') && !path.endsWith('.json'))
    .map((path) => name + path.slice(1));
}

function packumentOf({ manifest, tarball }: Published, url: string): unknown {
  const { name, version } = manifest;
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const dist = { tarball: `${url}/${encodeURIComponent(name)}.tgz`, integrity };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}

/** A scope cannot be set by a variable, because shells drop variables with such names. */
async function writeNpm(folder: string, url: string): Promise<void> {
  const npm = (await run('sh', ['-c', 'command -v npm'])).stdout.trim();
  await mkdir(folder);
  const script = `#!/bin/sh\nexec "${npm}" "--@org:registry=${url}" "$@"\n`;
  await writeFile(join(folder, 'npm'), script, { mode: 0o755 });
}

/** What npm and pnpm tell the scripts that they run would steer the npm that is started here. */
function withoutNpmRun(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !/^(npm_(package|lifecycle|command|execpath|node)|NODE_ENV$|VITEST|INIT_CWD)/.test(name),
    ),
  );
}
