// The reference of every published package, written to docs/api: pnpm --filter @org/docs api
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../packages/', import.meta.url));

const entryPoints = readdirSync(packages).flatMap((name) => {
  const file = `${packages}${name}/package.json`;
  if (!existsSync(file)) return [];
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  return manifest.private === true
    ? []
    : Object.values(manifest.exports ?? {})
        .filter((target) => typeof target.types === 'string')
        .map((target) => `${packages}${name}/${target['@org/source'].replace('./', '')}`);
});

export default {
  name: 'ExternalDNS for TypeScript',
  out: 'api',
  entryPoints,
  tsconfig: '../tsconfig.check.json',
  readme: 'none',
  gitRevision: 'main',
  disableGit: true,
  sourceLinkTemplate: 'https://github.com/org/external-dns-ts/blob/{gitRevision}/{path}#L{line}',
  excludeInternal: true,
  validation: { notExported: false, notDocumented: false, invalidLink: true },
};
