import { Secret } from '@org/dns-core';
import { expect, test } from 'vitest';
import { createLog, type LogFields, type LogLevel, type LogOptions } from './log.ts';

const atMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

function lines(
  options: Partial<LogOptions>,
  ...entries: [LogLevel, string, LogFields?][]
): string[] {
  const written: string[] = [];
  const log = createLog({
    format: 'text',
    level: 'info',
    sink: (line) => written.push(line),
    now: () => atMs,
    ...options,
  });
  for (const [level, message, fields] of entries) log.write(level, message, fields);
  return written;
}

test.each<[string, Partial<LogOptions>, [LogLevel, string, LogFields?], string]>([
  [
    'text',
    {},
    ['info', 'hello world'],
    'time="2026-01-02T03:04:05Z" level=info msg="hello world"\n',
  ],
  [
    'text, one word',
    {},
    ['warning', 'hello'],
    'time="2026-01-02T03:04:05Z" level=warning msg=hello\n',
  ],
  [
    'text with fields in order',
    {},
    ['error', 'a "b"', { zone: 'example.org', count: 3, note: 'two words' }],
    'time="2026-01-02T03:04:05Z" level=error msg="a \\"b\\"" count=3 note="two words" zone=example.org\n',
  ],
  [
    'line breaks stay inside',
    {},
    ['info', 'a\nb'],
    'time="2026-01-02T03:04:05Z" level=info msg="a\\nb"\n',
  ],
  [
    'json',
    { format: 'json' },
    ['info', 'hello', { zone: 'example.org', count: 3 }],
    '{"count":3,"level":"info","msg":"hello","time":"2026-01-02T03:04:05Z","zone":"example.org"}\n',
  ],
  [
    'a terminal',
    { color: true },
    ['info', 'hello', { zone: 'x' }],
    `\u001B[36mINFO\u001B[0m[0000] hello${' '.repeat(41)}\u001B[36mzone\u001B[0m=x\n`,
  ],
])('%s', (_, options, entry, expected) => {
  expect(lines(options, entry)).toEqual([expected]);
});

test('levels below the chosen one are silent', () => {
  const all: LogLevel[] = ['panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'];
  const written = lines(
    { level: 'warning' },
    ...all.map((level): [LogLevel, string] => [level, level]),
  );
  expect(written.map((line) => /level=(\w+)/.exec(line)?.[1])).toEqual([
    'panic',
    'fatal',
    'error',
    'warning',
  ]);
});

test('secrets never appear', () => {
  const secrets = [new Secret('hush-hush')];
  const [line] = lines({ secrets }, ['info', 'key hush-hush', { url: 'http://x/?k=hush-hush' }]);
  expect(line).toBe(
    'time="2026-01-02T03:04:05Z" level=info msg="key [secret]" url="http://x/?k=[secret]"\n',
  );
});
