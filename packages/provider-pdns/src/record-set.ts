/** A record set as the API sends and takes it; only what is used here. */
export interface PdnsRecordSet {
  /** With its final dot. */
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly records: readonly { readonly content: string; readonly disabled: boolean }[];
}

export type PdnsChange =
  | ({ readonly changetype: 'REPLACE' } & PdnsRecordSet)
  | { readonly changetype: 'DELETE'; readonly name: string; readonly type: string };

export interface PdnsZone {
  /** For URLs. */
  readonly id: string;
  /** With its final dot. */
  readonly name: string;
}

/** What a zone's own page says beside its records. */
export interface PdnsZoneFacts {
  readonly serial: number;
  /** How an edit over the API moves the serial; `''`: it does not. */
  readonly soaEditApi: string;
  readonly isSigned: boolean;
  /** The server rectifies the zone itself after each edit over the API. */
  readonly rectifiesItself: boolean;
}

/** The record set in an element of `rrsets`; `undefined` when it is not one. */
export function toRecordSet(json: unknown): PdnsRecordSet | undefined {
  const { name, type, ttl, records } = (json ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || typeof type !== 'string') return undefined;
  return {
    name,
    type,
    ttl: typeof ttl === 'number' ? ttl : 0,
    records: (Array.isArray(records) ? (records as unknown[]) : []).flatMap((record) => {
      const { content, disabled } = (record ?? {}) as Record<string, unknown>;
      return typeof content === 'string' ? [{ content, disabled: disabled === true }] : [];
    }),
  };
}

/** The facts in the other members of a zone's page. */
export function toZoneFacts(json: Readonly<Record<string, unknown>>): PdnsZoneFacts {
  const { serial, soa_edit_api: soaEditApi, dnssec, api_rectify: apiRectify } = json;
  return {
    serial: typeof serial === 'number' ? serial : 0,
    soaEditApi: typeof soaEditApi === 'string' ? soaEditApi : '',
    isSigned: dnssec === true,
    rectifiesItself: apiRectify === true,
  };
}
