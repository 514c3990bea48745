import { afterEach, expect, test } from 'vitest';
import { startWebhookServer, type WebhookServer } from '../testing/webhook-server.ts';
import { runCommand } from './run-command.ts';

let server: WebhookServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function run(
  ...argv: readonly string[]
): Promise<readonly [status: number, out: string, err: string]> {
  let out = '';
  let err = '';
  const status = await runCommand(argv, {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    signal: new AbortController().signal,
  });
  return [status, out, err];
}

test('prints a line for each promise and their number, and ends with 0', async () => {
  server = await startWebhookServer();
  const [status, out, err] = await run('webhook', server.url, '--zone', 'example.org');
  expect([status, err]).toEqual([0, '']);
  expect(out).toContain('kept    answers GET /records with 200, the media type of version 1');
  expect(out).toContain(
    '-       gives back MX records as adjust said they would be held\n          MX is not listed',
  );
  expect(out).toMatch(/\n\d+ kept, 0 broken, 0 waived, \d+ do not apply\n$/);
});

test('ends with 1 where a promise is broken, and says what was seen', async () => {
  server = await startWebhookServer({
    answer: ({ what }, right) => (what === 'GET /no-such-path' ? { status: 200 } : right()),
  });
  const sentence = 'answers a path that there is not with 404';
  const [status, out] = await run('webhook', server.url, '--zone', 'example.org');
  expect(status).toBe(1);
  expect(out).toContain(
    `BROKEN  ${sentence}\n          the status is 200 where it should be 404: \n`,
  );
  const [waived, json] = await run(
    'webhook',
    server.url,
    '--zone=example.org',
    '--json',
    `--waive=${sentence}=a gateway answers`,
  );
  expect(waived).toBe(0);
  expect(JSON.parse(json)).toContainEqual({
    sentence,
    outcome: 'waived',
    because: 'a gateway answers',
  });
});

test.each<[readonly string[], string]>([
  [[], 'what is to be checked?'],
  [
    ['webhook', 'nowhere', '--zone=example.org'],
    'nowhere is no address of the form http://HOST:PORT',
  ],
  [['webhook', 'http://127.0.0.1:1'], '--zone is missing'],
  [['webhook', 'http://127.0.0.1:1', '--zone=a b'], '--zone a b holds a blank'],
  [
    ['webhook', 'http://127.0.0.1:1', '--zone=example.org', '--timeout=x'],
    '--timeout x is no number of seconds',
  ],
  [
    ['webhook', 'http://127.0.0.1:1', '--zone=example.org', '--waive=x'],
    '--waive x gives no reason',
  ],
  [
    ['webhook', 'http://127.0.0.1:1', '--zone=example.org', '--token-file=/none'],
    '--token-file /none cannot be read',
  ],
  [
    ['webhook', 'http://127.0.0.1:1', '--zone=example.org', '--colour'],
    "Unknown option '--colour'",
  ],
  [
    ['webhook', 'http://127.0.0.1:1', '--zone=example.org'],
    'http://127.0.0.1:1: GET /records: fetch failed',
  ],
])('%j ends with 2: %s', async (argv, message) => {
  const [status, , err] = await run(...argv);
  expect([status, err]).toEqual([2, expect.stringContaining(message)]);
});

test('--help prints how it is called', async () => {
  const [status, out] = await run('--help');
  expect([status, out]).toEqual([
    0,
    expect.stringContaining('dns-conformance webhook URL --zone ZONE'),
  ]);
});
