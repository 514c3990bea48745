import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const preload = fileURLToPath(new URL('support/tell-compiled.cjs', import.meta.url));

let folder: string;
let chunks: string;

/** The binary as it was built, in a place of its own, with the Node of the repository. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compiled-'));
  const bin = join(folder, 'apps', 'controller', 'bin');
  cpSync(at('../bin'), bin, { recursive: true });
  symlinkSync(at('../../../node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'manifests'));
  chunks = join(bin, 'chunks');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What became of each piece that one pass over a folder without manifests loads. */
function pieces(): readonly string[] {
  const output = execFileSync(
    join(chunks, '..', 'external-dns'),
    [
      '--once',
      '--source=service',
      `--manifests=${join(folder, 'manifests')}`,
      '--provider=inmemory',
      '--inmemory-zone=example.org',
      '--txt-owner-id=here',
      '--policy=sync',
      '--metrics-address=127.0.0.1:0',
    ],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NODE_OPTIONS: `--require=${JSON.stringify(preload)}` },
    },
  );
  return output.trim().split('\n');
}

const ofMain = (lines: readonly string[]) => lines.filter((line) => /^(?:index|run)-/.test(line));

test('what every start loads is taken from the compiled files of the build', () => {
  const lines = ofMain(pieces());
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/: taken$/);
});

test.each(['', 'not compiled code'])('compiled files that hold "%s" are left alone', (text) => {
  for (const name of readdirSync(chunks))
    if (name.endsWith('.compiled')) writeFileSync(join(chunks, name), text);
  for (const line of pieces()) expect(line).toMatch(/: compiled$/);
});

test('without compiled files it starts as well', () => {
  for (const name of readdirSync(chunks))
    if (name.endsWith('.compiled')) rmSync(join(chunks, name));
  for (const line of pieces()) expect(line).toMatch(/: compiled$/);
});
