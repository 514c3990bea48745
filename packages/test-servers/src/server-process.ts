import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

export interface ServerProcess {
  /** Ends it with SIGTERM, after five seconds with SIGKILL; its data stays. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and data, and waits until it is ready. */
  start(): Promise<void>;
  /** What it printed so far. */
  output(): string;
}

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Resolves to true once the server answers. */
  readonly ready: () => Promise<boolean>;
  readonly readyWithinMs?: number;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A server in a process of its own; the start fails with its output when it does not become ready. */
export async function startServerProcess(server: ServerCommand): Promise<ServerProcess> {
  let child: ChildProcess | undefined;
  let output = '';
  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    if (!ending) return;
    child = undefined;
    running.delete(ending);
    if (ending.exitCode !== null || ending.signalCode !== null) return;
    const closed = new Promise((resolve) => ending.once('close', resolve));
    ending.kill(signal);
    const late = setTimeout(() => ending.kill('SIGKILL'), 5_000);
    await closed;
    clearTimeout(late);
  };
  const start = async () => {
    const started = spawn(server.command, server.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...server.env },
    });
    child = started;
    running.add(started);
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-100_000);
    };
    started.stdout.on('data', collect);
    started.stderr.on('data', collect);
    const deadline = Date.now() + (server.readyWithinMs ?? 20_000);
    for (;;) {
      if (started.exitCode !== null || Date.now() > deadline) {
        await end('SIGKILL');
        throw new Error(`${server.command} did not become ready:\n${output.slice(-4_000)}`);
      }
      if (await server.ready().catch(() => false)) return;
      await wait(50);
    }
  };
  await start();
  return { start, stop: () => end('SIGTERM'), kill: () => end('SIGKILL'), output: () => output };
}
