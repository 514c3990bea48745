/** A zone as the API gives it. */
export interface MyDnsZone {
  readonly id: string;
  /** With its final dot. */
  readonly name: string;
}

/** A record set as the API gives and takes it. */
export interface MyDnsRecordSet {
  /** With its final dot. */
  readonly name: string;
  readonly type: string;
  /** Seconds. Absent in what is written: the service's default. */
  readonly ttl?: number;
  readonly data: readonly string[];
}

/** `undefined`: not a zone. */
export function toZone(value: unknown): MyDnsZone | undefined {
  const { id, name } = fields(value);
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : undefined;
}

/** The fields that are used, and no others; `undefined`: not a record set. */
export function toRecordSet(value: unknown): MyDnsRecordSet | undefined {
  const { name, type, ttl, data } = fields(value);
  if (typeof name !== 'string' || typeof type !== 'string' || !Array.isArray(data))
    return undefined;
  return {
    name,
    type,
    ...(typeof ttl === 'number' ? { ttl } : {}),
    data: (data as unknown[]).filter((one) => typeof one === 'string'),
  };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return (value ?? {}) as Readonly<Record<string, unknown>>;
}
