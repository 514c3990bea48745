import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'rolldown';

const parts = '\0prom-client-parts.cjs';

/**
 * Bundles of prom-client the kinds of metrics and the registry, without its Pushgateway and default metrics, which load TLS,
 * compression and cryptography of Node at every start.
 */
export function promClientParts(): Plugin {
  let folder = '';
  return {
    name: 'prom-client-parts',
    resolveId(source, importer) {
      if (source !== 'prom-client' || importer === undefined) return null;
      folder = dirname(createRequire(importer).resolve('prom-client/package.json'));
      return parts;
    },
    load(id) {
      if (id !== parts) return null;
      const kinds = ['Counter', 'Gauge', 'Histogram', 'Registry', 'Summary'];
      const kind = (name: string) =>
        `${name}: require(${JSON.stringify(join(folder, 'lib', `${name.toLowerCase()}.js`))})`;
      return `module.exports = { ${kinds.map(kind).join(', ')} };\n`;
    },
  };
}
