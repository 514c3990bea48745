import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that HTTPS_PROXY or HTTP_PROXY names for a server and NO_PROXY does not exempt, by Go's rules: variables in
 * upper or lower case, `NO_PROXY` entries as `*`, host names that include their subdomains, `.suffix`, addresses and
 * networks, each with an optional port; the loopback is never proxied.
 */
export function proxyFor(server: string, environment: Environment): string | undefined {
  const url = new URL(server);
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = environment[name] || environment[name.toLowerCase()];
  const exempt = environment['NO_PROXY'] || environment['no_proxy'] || '';
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (!proxy || isLoopback(host)) return undefined;
  if (exempt.split(',').some((entry) => exempts(entry.trim().toLowerCase(), host, port)))
    return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function exempts(entry: string, host: string, port: string): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  if (entry.includes('/')) return inNetwork(entry, host);
  const withPort = /^(.*[^:]):(\d+)$/.exec(entry);
  const bracketed = /^\[(.*)\]$/.exec(withPort?.[1] ?? entry);
  const name = bracketed?.[1] ?? withPort?.[1] ?? entry;
  if (withPort && withPort[2] !== port) return false;
  if (isIP(host)) return name === host;
  const suffix = name.replace(/^\*?\./, '');
  return host.endsWith(`.${suffix}`) || (host === suffix && name === suffix);
}

function inNetwork(network: string, host: string): boolean {
  const [address = '', prefix] = network.split('/');
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  try {
    list.addSubnet(address, Number(prefix), type);
  } catch {
    return false; // Not a network: Go ignores such an entry too.
  }
  return list.check(host, type);
}
