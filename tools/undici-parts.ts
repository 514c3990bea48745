import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'rolldown';

const parts = '\0undici-parts';

/**
 * Bundles of undici what the HTTP transport uses, without its fetch, web sockets, caches and mocks, which its index runs at
 * every start: 10 MB and 20 ms.
 */
export function undiciParts(): Plugin {
  let folder = '';
  return {
    name: 'undici-parts',
    resolveId(source, importer) {
      if (source !== 'undici' || importer?.endsWith('/undici-transport.ts') !== true) return null;
      folder = dirname(createRequire(importer).resolve('undici/package.json'));
      return parts;
    },
    load(id) {
      if (id !== parts) return null;
      const from = (path: string) => JSON.stringify(join(folder, 'lib', path));
      return [
        `import api from ${from('api/index.js')};`,
        `import Agent from ${from('dispatcher/agent.js')};`,
        `import Dispatcher from ${from('dispatcher/dispatcher.js')};`,
        `import ProxyAgent from ${from('dispatcher/proxy-agent.js')};`,
        // As undici's index does.
        'Object.assign(Dispatcher.prototype, api);',
        'export { Agent, ProxyAgent };',
      ].join('\n');
    },
  };
}
