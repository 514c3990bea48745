import { dig, startCoreDns, startEtcd } from '@org/dns-test-servers';
import { toLine, zone, type BackEnd } from './back-end.ts';

interface KeyValues {
  readonly kvs?: readonly { readonly key: string; readonly value: string }[];
}

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString();

/** CoreDNS that answers from etcd. */
export async function startCoreDnsBackEnd(): Promise<BackEnd> {
  const etcd = await startEtcd();
  const server = await startCoreDns({ zones: [zone], etcdUrl: etcd.url });
  return {
    flags: ['--provider=coredns'],
    env: { ETCD_URLS: etcd.url },
    async put(name, type, value) {
      const message = type === 'A' ? { host: value } : { text: value };
      await etcd.ctl('put', `/skydns/org/example/${name}`, JSON.stringify(message));
    },
    async lines() {
      const reply = await etcd.ctl('get', '--prefix', '/skydns/', '-w', 'json');
      const { kvs = [] } = JSON.parse(reply) as KeyValues;
      return kvs
        .map(({ key, value }) => {
          const [, , , , ...labels] = decode(key).split('/');
          const { host, text } = JSON.parse(decode(value)) as { host?: string; text?: string };
          // The labels that tell the targets of a name apart are no part of it.
          const name = labels.filter((label) => !/^(?:_externaldns|[0-9a-f]{8})$/.test(label));
          return toLine(name.toReversed().join('.'), text ? 'TXT' : 'A', text || (host ?? ''));
        })
        .toSorted();
    },
    atOnce: 1000,
    ask: (name) => dig(server.port, `${name}.${zone}`, 'A'),
    async remove() {
      await server.remove();
      await etcd.remove();
    },
  };
}
