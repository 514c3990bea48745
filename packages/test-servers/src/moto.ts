import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

export interface Moto extends ServerProcess {
  /** The endpoint of every AWS service; it takes any credentials. */
  readonly url: string;
  /** Forgets everything that was made in any account. */
  reset(): Promise<void>;
  remove(): Promise<void>;
}

/** moto, which answers as AWS does and keeps what it is given in memory (https://docs.getmoto.org/en/5.2.5/docs/server_mode.html). */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const control = async (method: string, path: string) => {
    const response = await fetch(`${url}/moto-api/${path}`, { method });
    if (!response.ok) throw new Error(`moto: ${method} ${path}: ${await response.text()}`);
    await response.body?.cancel();
  };
  const server = await startServerProcess({
    command: findProgram('moto_server'),
    args: ['--host=127.0.0.1', `--port=${port}`],
    ready: async () => {
      await control('GET', 'data.json');
      return true;
    },
    readyWithinMs: 60_000,
  });
  return { ...server, url, reset: () => control('POST', 'reset'), remove: () => server.kill() };
}
