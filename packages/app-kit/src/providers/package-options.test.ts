import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseFlags, type Environment } from '../flags/parse-flags.ts';
import { readPackageOptions } from './package-options.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-options-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The options, or the problems as `path: message`, with the folder as `DIR`. */
async function read(args: readonly string[], environment: Environment = {}): Promise<unknown> {
  const parsed = parseFlags(
    ['--provider=npm:p', '--source=crd', ...args.map((arg) => arg.replace('DIR', folder))],
    environment,
    () => '',
  );
  if (parsed.kind !== 'flags') throw new Error(JSON.stringify(parsed));
  const options = await readPackageOptions(parsed.flags, environment);
  return options.ok
    ? structuredClone(options.value)
    : options.problems.map(({ path, message }) => `${path}: ${message}`.replaceAll(folder, 'DIR'));
}

describe('options', () => {
  test.each<[string, readonly string[], Environment, unknown]>([
    ['of flags are texts', ['--provider-option=url=http://a/?b=c'], {}, { url: 'http://a/?b=c' }],
    [
      'given several times are lists',
      ['--provider-option=server=a', '--provider-option=server=b'],
      {},
      { server: ['a', 'b'] },
    ],
    [
      'with a dot are in a section',
      ['--provider-option=tls.caFile=/a', '--provider-option=tls.keyFile=/b'],
      {},
      { tls: { caFile: '/a', keyFile: '/b' } },
    ],
    [
      'of variables are named as there',
      [],
      {
        EXTERNAL_DNS_PROVIDER_OPTION_API_TOKEN: 't',
        EXTERNAL_DNS_PROVIDER_OPTION_TLS__CA_FILE: '/a',
        EXTERNAL_DNS_PROVIDER_OPTION_EMPTY: '',
      },
      { apiToken: 't', tls: { caFile: '/a' } },
    ],
    [
      'in the variable of the flag are one a line',
      [],
      { EXTERNAL_DNS_PROVIDER_OPTION: 'a=1\nb=2' },
      { a: '1', b: '2' },
    ],
    [
      'of a flag win over those of a variable',
      ['--provider-option=a=flag'],
      { EXTERNAL_DNS_PROVIDER_OPTION_A: 'variable', EXTERNAL_DNS_PROVIDER_OPTION_B: 'variable' },
      { a: 'flag', b: 'variable' },
    ],
    [
      'have no inherited ones',
      ['--provider-option=constructor.a=1'],
      {},
      { constructor: { a: '1' } },
    ],
  ])('%s', async (_name, args, environment, expected) => {
    expect(await read(args, environment)).toEqual(expected);
  });

  test('of a file keep their types, and are what the others are put on', async () => {
    await writeFile(
      join(folder, 'o.json'),
      '{ "a": 1, "tls": { "verify": true, "caFile": "/f" } }',
    );
    expect(
      await read(['--provider-options-file=DIR/o.json', '--provider-option=tls.caFile=/a']),
    ).toEqual({ a: 1, tls: { verify: true, caFile: '/a' } });
  });
});

describe('refused is', () => {
  test.each<[string, readonly string[], Environment, string]>([
    [
      'an option without a value, and what is written is not shown',
      ['--provider-option=s3cret'],
      {},
      '--provider-option: one is not of the form key=value',
    ],
    [
      'an option that is a section as well',
      ['--provider-option=tls=x', '--provider-option=tls.caFile=/a'],
      {},
      '--provider-option=tls.caFile: tls is an option and not a section',
    ],
    [
      'a variable without a name',
      [],
      { EXTERNAL_DNS_PROVIDER_OPTION_: 'x' },
      'EXTERNAL_DNS_PROVIDER_OPTION_: names no option',
    ],
    [
      'a file that is not there',
      ['--provider-options-file=DIR/no.json'],
      {},
      "--provider-options-file=DIR/no.json: cannot be read: ENOENT: no such file or directory, open 'DIR/no.json'",
    ],
    [
      'a file that is not JSON, without a word of it',
      ['--provider-options-file=DIR/secret.json'],
      {},
      '--provider-options-file=DIR/secret.json: is not JSON',
    ],
    [
      'a file that holds a list',
      ['--provider-options-file=DIR/list.json'],
      {},
      '--provider-options-file=DIR/list.json: is not a JSON object',
    ],
  ])('%s', async (_name, args, environment, problem) => {
    await writeFile(join(folder, 'secret.json'), 's3cret');
    await writeFile(join(folder, 'list.json'), '[]');
    expect(await read(args, environment)).toEqual([problem]);
  });
});
