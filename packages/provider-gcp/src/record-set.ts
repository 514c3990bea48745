/** A managed zone; only what is used here. */
export interface GoogleZone {
  /** The resource name, by which the API knows it. */
  readonly name: string;
  /** The number, as decimal digits. */
  readonly id: string;
  /** With its final dot. */
  readonly dnsName: string;
  readonly visibility: string;
  /** It shows what another network's zones hold. */
  readonly isPeering: boolean;
  /** Its answers come from elsewhere (forwarding, Service Directory, generated reverse names), so that it takes no records. */
  readonly isServedElsewhere: boolean;
}

/** A record set as the API takes and gives it. */
export interface GoogleRecordSet {
  /** With its final dot. */
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  /** Empty in a set with a routing policy. */
  readonly rrdatas: readonly string[];
}

/** One atomic change: deletions must match what is there exactly, additions must not be there. */
export interface GoogleChange {
  readonly additions: readonly GoogleRecordSet[];
  readonly deletions: readonly GoogleRecordSet[];
}

/** The zone in an element of `managedZones`; `undefined` when it is not one. */
export function toGoogleZone(json: unknown): GoogleZone | undefined {
  const zone = (json ?? {}) as Record<string, unknown>;
  const { name, id, dnsName, visibility } = zone;
  if (typeof name !== 'string' || typeof dnsName !== 'string') return undefined;
  const has = (key: string): boolean => zone[key] !== undefined && zone[key] !== null;
  return {
    name,
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : '',
    dnsName,
    visibility: typeof visibility === 'string' ? visibility : 'public',
    isPeering: has('peeringConfig'),
    isServedElsewhere:
      has('forwardingConfig') || has('serviceDirectoryConfig') || has('reverseLookupConfig'),
  };
}

/** The record set in an element of `rrsets`; `undefined` when it is not one. */
export function toGoogleRecordSet(json: unknown): GoogleRecordSet | undefined {
  const { name, type, ttl, rrdatas } = (json ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || typeof type !== 'string') return undefined;
  return {
    name,
    type,
    ttl: typeof ttl === 'number' ? ttl : 0,
    rrdatas: (Array.isArray(rrdatas) ? (rrdatas as unknown[]) : []).filter(
      (data) => typeof data === 'string',
    ),
  };
}
