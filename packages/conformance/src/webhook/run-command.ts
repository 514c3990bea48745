import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { checkDnsName } from '@org/dns-core';
import { checkWebhook, type WebhookCheckOptions } from './check-webhook.ts';
import { resultLine, summaryLine } from './result-table.ts';

export interface CommandIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Aborted when the person has had enough: what was made is removed, then it ends. */
  readonly signal: AbortSignal;
}

const usage = `dns-conformance webhook URL --zone ZONE

Tries every promise of a webhook service on a zone of its own, and removes what it made.

  --zone ZONE            the zone in which records may be made
  --run LABEL            the label below it that they lie under (default: conformance)
  --type TYPE            a record type that the service is to hold; may be repeated (default: A, AAAA, CNAME, TXT)
  --token-file PATH      a file with a bearer token
  --timeout SECONDS      for one promise (default: 10)
  --waive SENTENCE=WHY   a promise that is known to be broken, and why; may be repeated
  --json                 the results as JSON

Ends with 0 when every promise is kept or waived, with 1 when one is broken, with 2 when nothing could be tried.
`;

/** The command, with its exit status. */
export async function runCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  const read = await readArguments(argv);
  if (typeof read === 'string') {
    io.stderr(`${read}\n\n${usage}`);
    return 2;
  }
  if (read === undefined) {
    io.stdout(usage);
    return 0;
  }
  const { options, asJson } = read;
  try {
    const results = await checkWebhook(
      { ...options, onResult: (result) => (asJson ? undefined : io.stdout(resultLine(result))) },
      io.signal,
    );
    io.stdout(asJson ? `${JSON.stringify(results, undefined, 2)}\n` : summaryLine(results));
    return results.some(({ outcome }) => outcome === 'broken') ? 1 : 0;
  } catch (error) {
    io.stderr(`${options.url}: ${error instanceof Error ? error.message : 'it failed'}\n`);
    return 2;
  }
}

interface Arguments {
  readonly options: WebhookCheckOptions;
  readonly asJson: boolean;
}

/** The arguments, or what is wrong with them; `undefined`: help is asked for. */
async function readArguments(argv: readonly string[]): Promise<Arguments | string | undefined> {
  const parsed = parsedArguments(argv);
  if (typeof parsed === 'string') return parsed;
  const { values, positionals } = parsed;
  if (values.help === true) return undefined;
  const [command, url, ...more] = positionals;
  if (command !== 'webhook' || url === undefined || more.length > 0)
    return 'what is to be checked? Such as: webhook http://127.0.0.1:8888 --zone example.org';
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return `${url} is no address of the form http://HOST:PORT`;
  const { zone } = values;
  if (zone === undefined) return '--zone is missing: the zone in which records may be made';
  const wrong = checkDnsName(zone);
  if (wrong !== undefined) return `--zone ${zone} ${wrong}`;
  const seconds = Number(values.timeout ?? '10');
  if (!(seconds > 0)) return `--timeout ${values.timeout} is no number of seconds`;
  const waive: Record<string, string> = {};
  for (const text of values.waive ?? []) {
    const at = text.indexOf('=');
    if (at < 0) return `--waive ${text} gives no reason; write SENTENCE=WHY`;
    waive[text.slice(0, at)] = text.slice(at + 1);
  }
  const token = await readToken(values['token-file']);
  if (token === null) return `--token-file ${values['token-file']} cannot be read`;
  return {
    asJson: values.json === true,
    options: {
      url,
      zone,
      waive,
      timeoutMs: seconds * 1000,
      ...(values.run === undefined ? {} : { run: values.run }),
      ...(values.type === undefined ? {} : { types: values.type }),
      ...(token === undefined ? {} : { token }),
    },
  };
}

function parsedArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        zone: { type: 'string' },
        run: { type: 'string' },
        type: { type: 'string', multiple: true },
        'token-file': { type: 'string' },
        timeout: { type: 'string' },
        waive: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return error instanceof Error ? error.message : 'the arguments cannot be understood';
  }
}

/** `null`: it cannot be read. */
async function readToken(path: string | undefined): Promise<string | undefined | null> {
  if (path === undefined) return undefined;
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return null;
  }
}
