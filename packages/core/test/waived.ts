import { readFileSync } from 'node:fs';

const page = new URL('../../../docs/compatibility.md', import.meta.url);
const row = /^\| `(?<id>[\w-]+)` \| planner \| (?<why>.+) \|$/gm;

/** Recorded cases that the planner decides otherwise on purpose, with the reason, as docs/compatibility.md lists them. */
export const waived: Readonly<Record<string, string>> = Object.fromEntries(
  [...readFileSync(page, 'utf8').matchAll(row)].map(({ groups }) => [
    groups?.['id'],
    groups?.['why'],
  ]),
);
