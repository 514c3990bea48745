import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseFlags, type Environment } from '../flags/parse-flags.ts';
import { createProvider } from './create-provider.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'from-package-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function writePackage(source: string, name = 'some-package'): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'package.json'), '{ "type": "module", "exports": "./i.js" }');
  await writeFile(join(folder, name, 'i.js'), source);
}

const whole = `
  const provider = (setup) => ({
    spec: 1,
    name: 'outside ' + JSON.stringify(setup.options) + ' ' + setup.behavior + ' ' + setup.userAgent,
    capabilities: {},
    listZones: async () => ['example.org', 'example.net'].filter((name) => setup.acceptsZone(name)),
    readZone: async function* () {},
    applyChanges: async () => ({ outcomes: [] }),
  });
`;

/** The provider's name and zones, or what is wrong, with the folder as `DIR`. */
async function made(args: readonly string[], environment: Environment = {}): Promise<unknown> {
  const parsed = parseFlags(
    ['--source=crd', `--provider-packages=${folder}`, ...args],
    environment,
    () => '',
  );
  if (parsed.kind !== 'flags') throw new Error(JSON.stringify(parsed));
  const created = await createProvider({
    flags: parsed.flags,
    given: parsed.given,
    environment,
    behavior: 'safe',
    domainFilter: { include: parsed.flags['domain-filter'], exclude: [] },
    userAgent: 'ExternalDNS/test',
    observeRequest: () => undefined,
    observeQuota: () => undefined,
  });
  if (created.ok)
    return [created.value.name, await created.value.listZones(new AbortController().signal)];
  return created.problems.map(({ path, message }) =>
    `${path}: ${message}`.replaceAll(folder, 'DIR'),
  );
}

test('a package of the folder becomes the provider, with its options and what the flags say', async () => {
  await writePackage(
    `${whole} export const spec = 1;
     export const createProvider = (setup) => ({ ok: true, value: provider(setup) });`,
  );
  expect(
    await made(
      ['--provider=npm:some-package', '--provider-option=size=5', '--domain-filter=example.net'],
      { EXTERNAL_DNS_PROVIDER_OPTION_API_TOKEN: 't' },
    ),
  ).toEqual(['outside {"apiToken":"t","size":"5"} safe ExternalDNS/test', ['example.net']]);
});

describe('refused is', () => {
  const exported = (value: string) => `export const spec = 1;
    export const createProvider = async () => (${value});`;
  test.each<[string, string, string]>([
    [
      'one that cannot be loaded',
      'throw new Error("no luck")',
      '--provider=npm:some-package: DIR/some-package/i.js cannot be loaded: no luck',
    ],
    [
      'one that exports nothing',
      'export default {}',
      '--provider=npm:some-package: DIR/some-package/i.js exports no function createProvider',
    ],
    [
      'one without a version',
      'export const createProvider = () => {};',
      '--provider=npm:some-package: DIR/some-package/i.js exports no spec number; this program speaks version 1 of the provider contract',
    ],
    [
      'one of another version',
      'export const spec = 2; export const createProvider = () => {};',
      '--provider=npm:some-package: DIR/some-package/i.js exports spec 2; this program speaks version 1 of the provider contract',
    ],
    [
      'one that throws',
      'export const spec = 1; export const createProvider = () => { throw new Error("no luck") };',
      '--provider=npm:some-package: createProvider threw: no luck',
    ],
    [
      'one that gives nothing',
      exported('undefined'),
      '--provider=npm:some-package: createProvider gave neither a provider nor problems',
    ],
    [
      'a provider of another version',
      whole +
        exported('{ ok: true, value: { ...provider({ acceptsZone: () => true }), spec: 2 } }'),
      '--provider=npm:some-package: its provider has spec 2; this program speaks version 1 of the provider contract',
    ],
    [
      'half a provider',
      whole +
        exported('{ ok: true, value: { ...provider({}), readZone: 1, applyChanges: undefined } }'),
      '--provider=npm:some-package: its provider lacks readZone, applyChanges',
    ],
    [
      'a provider without capabilities',
      whole + exported('{ ok: true, value: { ...provider({}), capabilities: undefined } }'),
      '--provider=npm:some-package: its provider lacks capabilities',
    ],
    [
      'an option, under the name with which it is given',
      exported('{ ok: false, problems: [{ path: "url", message: "is required" }] }'),
      '--provider-option=url: is required',
    ],
  ])('%s', async (_name, source, problem) => {
    await writePackage(source);
    expect(await made(['--provider=npm:some-package'])).toEqual([problem]);
  });

  test('one that is not there, together with options that cannot be read', async () => {
    expect(await made(['--provider=npm:@a/b', '--provider-option=x'])).toEqual([
      '--provider-option: one is not of the form key=value',
      '--provider=npm:@a/b: is not in DIR/@a/b, nor in DIR/node_modules/@a/b',
    ]);
  });

  test('npm: without a name', () => {
    expect(parseFlags(['--source=crd', '--provider=npm:'], {}, () => '')).toMatchObject({
      kind: 'problems',
      problems: [{ hint: expect.stringMatching(/ webhook, npm:NAME\.$/) }],
    });
  });
});
