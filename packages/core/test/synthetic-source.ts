import {
  createEndpoint,
  endpointsForHostname,
  resourceLabel,
  type Endpoint,
  type ObjectRef,
  type Property,
} from '../src/index.ts';
import type { RecordJson } from './corpus-case.ts';

/** As much of a Kubernetes object as the corpus uses for the simple cases. */
export interface ObjectJson {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly type?: string;
    readonly endpoints?: readonly (RecordJson | null)[] | null;
    readonly rules?: readonly { readonly host?: string }[];
    readonly tls?: readonly unknown[];
  } | null;
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { ip?: string; hostname?: string }[] };
  };
}

const prefix = 'external-dns.kubernetes.io/';
const sourceOfKind = new Map([
  ['DNSEndpoint', 'crd'],
  ['Service', 'service'],
  ['Ingress', 'ingress'],
]);
const plainAnnotation =
  /^(?:external-dns\.kubernetes\.io\/(?:hostname|ttl|set-identifier|alias|record-type|(?:aws|webhook|coredns|scw|cloudflare)-.*|azure-tags)|(?!external-dns\.).*)$/;

/** Whether this stand-in for the sources says of an object what the real ones do. */
export function isPlain({ kind, spec, metadata }: ObjectJson): boolean {
  const annotations = metadata.annotations ?? {};
  if (kind === 'DNSEndpoint') return true;
  if (!Object.keys(annotations).every((key) => plainAnnotation.test(key))) return false;
  if (kind === 'Service') return spec?.type === 'LoadBalancer';
  return kind === 'Ingress' && spec?.tls === undefined && !(`${prefix}hostname` in annotations);
}

export function refOf({ apiVersion, kind, metadata }: ObjectJson): ObjectRef {
  const { name, namespace = 'default' } = metadata;
  return { source: sourceOfKind.get(kind) ?? '', apiVersion, kind, namespace, name };
}

/** What an object wants, by the rules of its source for plain objects. */
export function endpointsOf(object: ObjectJson): readonly Endpoint[] {
  const ref = refOf(object);
  if (ref.source === 'crd')
    return (object.spec?.endpoints ?? []).flatMap((entry) => fromEntry(entry, ref));
  const annotations = object.metadata.annotations ?? {};
  const hosts =
    ref.source === 'service'
      ? (annotations[`${prefix}hostname`]?.replaceAll(' ', '').split(',') ?? [])
      : (object.spec?.rules?.flatMap(({ host }) => host ?? []) ?? []);
  const targets = object.status?.loadBalancer?.ingress?.flatMap(({ ip, hostname }) => [
    ...(ip === undefined ? [] : [ip]),
    ...(hostname === undefined ? [] : [hostname]),
  ]);
  const ttl = annotations[`${prefix}ttl`];
  return hosts.flatMap((host) =>
    endpointsForHostname(host, targets ?? [], {
      ttlSeconds: ttl === undefined ? undefined : secondsOf(ttl),
      properties: propertiesOf(annotations),
      setIdentifier: annotations[`${prefix}set-identifier`],
      resource: resourceLabel(ref.kind, ref.namespace, ref.name),
      objects: [ref],
    }),
  );
}

function fromEntry(entry: RecordJson | null, ref: ObjectRef): readonly Endpoint[] {
  if (entry === null) return [];
  const { recordType: type = '', targets, labels } = entry;
  const mayEndInDot = ['CNAME', 'DNAME', 'TXT', 'MX', 'SRV', 'NAPTR'].includes(type);
  const endsInDot = (target: string) => target.endsWith('.');
  const isRejected =
    type === 'NAPTR' ? !targets?.every(endsInDot) : !mayEndInDot && targets?.some(endsInDot);
  if (isRejected) return [];
  return [
    createEndpoint({
      name: entry.dnsName ?? '',
      keepFinalDot: true,
      type,
      targets: targets ?? [],
      setIdentifier: entry.setIdentifier,
      ttlSeconds: entry.recordTTL,
      labels: { ...labels, resource: `crd/${ref.namespace}/${ref.name}` },
      properties: entry.providerSpecific?.map(({ name, value = '' }) => ({ name, value })),
      objects: [ref],
    }),
  ];
}

function propertiesOf(annotations: Readonly<Record<string, string>>): readonly Property[] {
  return Object.entries(annotations).flatMap(([key, value]): readonly Property[] => {
    if (!key.startsWith(prefix)) return [];
    const suffix = key.slice(prefix.length);
    if (suffix === 'alias') return value === 'true' ? [{ name: suffix, value }] : [];
    if (suffix === 'record-type') return [{ name: suffix, value }];
    if (suffix.startsWith('cloudflare-')) return [{ name: key, value }];
    const [, word, rest] = /^(aws|webhook|coredns|scw|azure)-(.*)$/.exec(suffix) ?? [];
    return word === undefined ? [] : [{ name: `${word}/${rest}`, value }];
  });
}

/** `90`, `5m` or `1h`. */
function secondsOf(text: string): number | undefined {
  const [, number, unit = 's'] = /^(\d+)([smh]?)$/.exec(text) ?? [];
  return number === undefined
    ? undefined
    : Number(number) * ({ s: 1, m: 60, h: 3600 }[unit || 's'] ?? 1);
}
