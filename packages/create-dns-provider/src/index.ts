#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { main } from './main.ts';

const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
const { version } = JSON.parse(manifest) as { readonly version: string };

process.exitCode = await main(process.argv.slice(2), {
  workingDirectory: process.cwd(),
  version,
  print: (text) => void process.stdout.write(text),
});
