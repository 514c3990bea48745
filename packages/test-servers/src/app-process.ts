import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFailed } from 'vitest';
import { freePort } from './free-port.ts';

const binaries = {
  controller: new URL('../../../apps/controller/bin/external-dns', import.meta.url),
  webhook: new URL('../../../apps/webhook/bin/external-dns-webhook', import.meta.url),
} as const;

export interface AppProcess {
  /** `http://127.0.0.1:PORT`, where /healthz, /readyz and /metrics are. */
  readonly url: string;
  readonly pid: number;
  /** What it printed so far. */
  readonly output: () => string;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** The exit code of a process that ends by itself. */
  readonly ended: Promise<number | null>;
}

/** One of our built binaries with these flags; metrics on a free port. */
export async function startApp(
  app: keyof typeof binaries,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<AppProcess> {
  const binary = fileURLToPath(binaries[app]);
  if (!existsSync(binary)) throw new Error(`${binary} is not built: run npm run build first`);
  const port = await freePort();
  const child = spawn(binary, [...args, `--metrics-address=127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-1_000_000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  onTestFailed(() => {
    console.error(`what the ${app} printed:\n${output.slice(-20_000)}`);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      resolve(code);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Runs one of our binaries until it ends by itself. */
export async function runApp(
  app: keyof typeof binaries,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  const running = await startApp(app, args, env);
  const code = await running.ended;
  return { code, output: running.output() };
}
