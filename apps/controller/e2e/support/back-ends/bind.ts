import { dig, startBind } from '@org/dns-test-servers';
import { toLine, zone, type BackEnd } from './back-end.ts';

/** BIND, by dynamic updates. */
export async function startBindBackEnd(): Promise<BackEnd> {
  const server = await startBind({ zones: [zone] });
  return {
    flags: [
      '--provider=rfc2136',
      '--rfc2136-host=127.0.0.1',
      `--rfc2136-port=${server.port}`,
      `--rfc2136-zone=${zone}`,
      '--rfc2136-axfr',
      '--rfc2136-min-ttl=60s',
      `--rfc2136-tsig-keyname=${server.keyName}`,
      `--rfc2136-tsig-secret-alg=${server.keyAlgorithm}`,
    ],
    env: { EXTERNAL_DNS_RFC2136_TSIG_SECRET: server.keySecret },
    put: (name, type, value) =>
      server.update([
        `update add ${name}.${zone}. 300 ${type} ${type === 'TXT' ? `"${value}"` : value}`,
      ]),
    lines: async () =>
      (await server.transfer(zone))
        .flatMap((line) => {
          const [name = '', , , type = '', ...data] = line.split(' ');
          const isServers = type === 'SOA' || type === 'NS' || name === `ns1.${zone}.`;
          return isServers ? [] : [toLine(name, type, data.join(' '))];
        })
        .toSorted(),
    atOnce: 1000,
    ask: (name) => dig(server.port, `${name}.${zone}`, 'A'),
    remove: () => server.remove(),
  };
}
