import { isIP } from 'node:net';

/** As the variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY say it; absent: no proxy. */
export interface ProxyOptions {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  /** Hosts that are reached without a proxy, as Go reads it: `*`, or names, `.suffixes`, addresses and CIDRs, with or without a port. */
  readonly noProxy?: string;
}

/** The proxy options in an environment; the lower-case variable is used where the upper-case one is not set. */
export function proxyOptionsFrom(
  environment: Readonly<Record<string, string | undefined>>,
): ProxyOptions {
  const of = (name: string): string | undefined => {
    const value = environment[name] || environment[name.toLowerCase()];
    return value === undefined || value === '' ? undefined : value;
  };
  const httpProxy = of('HTTP_PROXY');
  const httpsProxy = of('HTTPS_PROXY');
  const noProxy = of('NO_PROXY');
  return {
    ...(httpProxy === undefined ? {} : { httpProxy }),
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  };
}

/** The proxy for a URL, as Go's `httpproxy` decides; loopback is always reached directly. */
export function proxyFor(url: URL, options: ProxyOptions): string | undefined {
  const proxy = url.protocol === 'https:' ? options.httpsProxy : options.httpProxy;
  if (proxy === undefined || isDirect(url, options.noProxy ?? '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isDirect(url: URL, noProxy: string): boolean {
  const host = bare(url.hostname).toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.')))
    return true;
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && (entry === '*' || covers(entry, host, port)));
}

function covers(entry: string, host: string, port: string): boolean {
  if (entry.includes('/')) return inCidr(host, entry);
  const { name, wantedPort } = splitPort(entry);
  if (wantedPort !== '' && wantedPort !== port) return false;
  if (isIP(name) !== 0 || isIP(host) !== 0) return name === host;
  const suffix = name.startsWith('*.') ? name.slice(1) : name;
  return suffix.startsWith('.')
    ? host.endsWith(suffix)
    : host === suffix || host.endsWith(`.${suffix}`);
}

function splitPort(entry: string): { name: string; wantedPort: string } {
  if (isIP(entry) !== 0) return { name: entry, wantedPort: '' };
  const match = /^(.*?)(?::(\d+))?$/.exec(entry);
  return { name: bare(match?.[1] ?? entry), wantedPort: match?.[2] ?? '' };
}

function bare(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

function inCidr(host: string, cidr: string): boolean {
  const [base = '', bits = ''] = cidr.split('/');
  const family = isIP(host);
  if (family === 0 || isIP(base) !== family) return false;
  const size = family === 4 ? 32 : 128;
  const shift = BigInt(size - Math.min(size, Number(bits)));
  return toNumber(host) >> shift === toNumber(base) >> shift;
}

function toNumber(address: string): bigint {
  if (isIP(address) === 4)
    return address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce(
    (sum, group) => (sum << 16n) | BigInt(`0x${group}`),
    0n,
  );
}
