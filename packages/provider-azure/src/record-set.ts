/**
 * A record set in the words of both of Azure's SDKs (REST reference, `RecordSet` of Azure DNS 2018-05-01 and of Azure Private
 * DNS 2024-06-01); only what is used here.
 */
export interface AzureRecordSet {
  /** Relative to the zone; `@` is the zone itself. */
  readonly name?: string;
  /** `Microsoft.Network/dnszones/A`. */
  readonly type?: string;
  readonly etag?: string;
  readonly ttl?: number;
  readonly metadata?: Readonly<Record<string, string>>;
  /** The Azure resource whose address the set follows: it is an alias record set. */
  readonly targetResource?: { readonly id?: string };
  readonly aRecords?: readonly { readonly ipv4Address?: string }[];
  readonly aaaaRecords?: readonly { readonly ipv6Address?: string }[];
  readonly caaRecords?: readonly {
    readonly flags?: number;
    readonly tag?: string;
    readonly value?: string;
  }[];
  readonly cnameRecord?: { readonly cname?: string };
  readonly mxRecords?: readonly { readonly preference?: number; readonly exchange?: string }[];
  readonly nsRecords?: readonly { readonly nsdname?: string }[];
  readonly ptrRecords?: readonly { readonly ptrdname?: string }[];
  readonly srvRecords?: readonly {
    readonly priority?: number;
    readonly weight?: number;
    readonly port?: number;
    readonly target?: string;
  }[];
  readonly txtRecords?: readonly { readonly value?: readonly string[] }[];
}

/** One record set of a zone. */
export interface SetKey {
  readonly type: string;
  /** Relative to the zone, in lower case. */
  readonly name: string;
}

export function keyText(key: SetKey): string {
  return `${key.type} ${key.name}`;
}

/** A zone as a resource: its name and its group, taken from its id. */
export interface ZonePlace {
  readonly group: string;
  readonly name: string;
}

/** What has to be true of a record set for a request to be carried out. */
export type Precondition =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unchanged'; readonly etag: string }
  | { readonly kind: 'none' };
