import { dig, startPowerDns } from '@org/dns-test-servers';
import { toLine, zone, type BackEnd } from './back-end.ts';

interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly records: readonly { readonly content: string }[];
}

/** A PowerDNS server. */
export async function startPowerDnsBackEnd(): Promise<BackEnd> {
  const server = await startPowerDns({ zones: [zone] });
  return {
    flags: ['--provider=pdns', `--pdns-server=${server.url}`, `--pdns-api-key=${server.apiKey}`],
    env: {},
    async put(name, type, value) {
      const content = type === 'TXT' ? `"${value}"` : value;
      const set = { name: `${name}.${zone}.`, type, ttl: 300, changetype: 'REPLACE' };
      const records = [{ content, disabled: false }];
      await server.api('PATCH', `/zones/${zone}.`, { rrsets: [{ ...set, records }] });
    },
    async lines() {
      const { rrsets } = (await server.api('GET', `/zones/${zone}.`)) as { rrsets: RecordSet[] };
      return rrsets
        .filter(({ type }) => type !== 'SOA' && type !== 'NS')
        .map(({ name, type, records }) =>
          toLine(name, type, ...records.map(({ content }) => content)),
        )
        .toSorted();
    },
    atOnce: 1000,
    ask: (name) => dig(server.dnsPort, `${name}.${zone}`, 'A'),
    remove: () => server.remove(),
  };
}
