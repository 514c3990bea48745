import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'rolldown';

const parts = '\0undici-parts.cjs';
const http2 = '\0undici-http2.cjs';

/**
 * Bundles of undici what the HTTP transport uses, without its fetch, web sockets, caches and mocks, which its index runs at
 * every start: 10 MB and 20 ms. HTTP/2 and proxies are loaded when a connection needs them.
 */
export function undiciParts(): Plugin {
  let folder = '';
  return {
    name: 'undici-parts',
    resolveId(source, importer) {
      if (source === 'undici' && importer?.endsWith('/undici-transport.ts') === true) {
        folder = dirname(createRequire(importer).resolve('undici/package.json'));
        return parts;
      }
      return source === './client-h2.js' && importer?.endsWith('/lib/dispatcher/client.js') === true
        ? http2
        : null;
    },
    load(id) {
      const from = (path: string) => `require(${JSON.stringify(join(folder, 'lib', path))})`;
      if (id === http2)
        return `module.exports = (...connection) => ${from('dispatcher/client-h2.js')}(...connection);`;
      if (id !== parts) return null;
      return [
        // As undici's index does.
        `Object.assign(${from('dispatcher/dispatcher.js')}.prototype, ${from('api/index.js')});`,
        'module.exports = {',
        `  Agent: ${from('dispatcher/agent.js')},`,
        `  get ProxyAgent() { return ${from('dispatcher/proxy-agent.js')}; },`,
        '};',
      ].join('\n');
    },
  };
}
