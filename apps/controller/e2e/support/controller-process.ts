import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '@org/dns-test-servers';
import { onTestFailed } from 'vitest';

const binary = fileURLToPath(new URL('../../bin/external-dns', import.meta.url));

export interface ControllerProcess {
  /** `http://127.0.0.1:PORT`, where /healthz, /readyz and /metrics are. */
  readonly url: string;
  readonly output: () => string;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** The exit code of a process that ends by itself. */
  readonly ended: Promise<number | null>;
}

/** The built binary with these flags; metrics on a free port. */
export async function startController(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ControllerProcess> {
  if (!existsSync(binary)) throw new Error('the binary is not built: run npm run build first');
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
    console.error(`what the controller printed:\n${output.slice(-20_000)}`);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      resolve(code);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
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

/** Runs the binary until it ends by itself. */
export async function runController(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  const controller = await startController(args, env);
  const code = await controller.ended;
  return { code, output: controller.output() };
}
