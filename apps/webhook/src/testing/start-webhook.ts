import { createSystemClock } from '@org/dns-provider-kit';
import { main } from '../main.ts';

export interface RunningWebhook {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** What it logged so far. */
  output(): string;
  /** Stops it and gives the exit status. */
  stop(): Promise<number>;
}

const read = (path: string): string => {
  throw new Error(`${path} is not there`);
};

/** The program in this process, on a free port. Fails with its log when it ends before it serves. */
export async function startWebhook(argv: readonly string[]): Promise<RunningWebhook> {
  let output = '';
  const stop = new AbortController();
  let serving = (_url: string): void => {};
  const url = new Promise<string>((resolve) => {
    serving = resolve;
  });
  const status = main(
    [
      '--listen=127.0.0.1:0',
      '--metrics-address=127.0.0.1:0',
      '--log-level=debug',
      '--log-format=json',
      ...argv,
    ],
    {},
    {
      clock: createSystemClock(),
      stderr: (text) => {
        output += text;
        const at = /"at":"([^"]+)"/.exec(text)?.[1];
        if (at !== undefined) serving(at);
      },
      isTerminal: false,
      readText: read,
      stop: stop.signal,
    },
  );
  const ended = status.then((code) => {
    throw new Error(`ended with status ${code}:\n${output}`);
  });
  ended.catch(() => {});
  return {
    url: await Promise.race([url, ended]),
    output: () => output,
    stop: () => {
      stop.abort(new Error('enough'));
      return status;
    },
  };
}
