import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPackageEntry } from './package-entry.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'package-entry-')));
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

/** The file or what is wrong, with the root as `ROOT`. */
async function found(name: string, folder = '', workingDirectory = root): Promise<unknown> {
  const entry = await findPackageEntry(name, folder, workingDirectory);
  return JSON.parse(JSON.stringify(entry).replaceAll(root, 'ROOT'));
}

describe('the entry of a package is', () => {
  test.each<[string, unknown, string]>([
    ['index.js where nothing is said', {}, 'index.js'],
    ['main', { main: 'lib/main.js' }, 'lib/main.js'],
    ['a single export', { exports: './a.js', main: 'b.js' }, 'a.js'],
    ['the export for imports', { exports: { require: './c.cjs', import: './m.js' } }, 'm.js'],
    [
      'that of the root, nested, types left out',
      { exports: { '.': { types: './x.d.ts', node: { default: './n.js' } }, './other': './o.js' } },
      'n.js',
    ],
    ['the first of a list that can be used', { exports: [{ deno: './d.js' }, './l.js'] }, 'l.js'],
  ])('%s', async (_name, manifest, file) => {
    await write('node_modules/p/package.json', JSON.stringify(manifest));
    expect(await found('p')).toEqual({ kind: 'found', file: `ROOT/node_modules/p/${file}` });
  });
});

describe('a package is looked for', () => {
  test.each<[string, string, string, string]>([
    ['in node_modules above the working directory', 'node_modules/@a/p', '@a/p', ''],
    ['in the folder itself', 'providers/p', 'p', 'providers'],
    ['in node_modules of the folder', 'providers/node_modules/p', 'p', 'providers'],
    ['at a path', 'sub/p', './sub/p', ''],
  ])('%s', async (_name, place, name, folder) => {
    await write(`${place}/package.json`, '{}');
    await mkdir(join(root, 'deep/er'), { recursive: true });
    const from = folder === '' && !name.startsWith('.') ? join(root, 'deep/er') : root;
    expect(await found(name, folder, from)).toEqual({
      kind: 'found',
      file: `ROOT/${place}/index.js`,
    });
  });

  test('a file may be named itself', async () => {
    await write('provider.js', '');
    expect(await found(join(root, 'provider.js'))).toEqual({
      kind: 'found',
      file: 'ROOT/provider.js',
    });
  });

  test('and all places are told where it is nowhere', async () => {
    expect(await found('p', 'providers')).toEqual({
      kind: 'missing',
      lookedIn: ['ROOT/providers/p', 'ROOT/providers/node_modules/p'],
    });
  });
});

describe('what is broken is said:', () => {
  test.each([
    ['no package.json', undefined, /^ROOT\/p\/package.json cannot be read: ENOENT/],
    ['no JSON', '{', /^ROOT\/p\/package.json cannot be read: /],
    ['nothing to import', '{ "exports": { "./other": "./o.js" } }', /names no file to import/],
  ])('%s', async (_name, manifest, message) => {
    await write('p/other.js', '');
    if (manifest !== undefined) await write('p/package.json', manifest);
    expect(await found('./p')).toEqual({
      kind: 'broken',
      message: expect.stringMatching(message),
    });
  });
});
