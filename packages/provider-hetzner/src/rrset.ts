/** The parts of the API's objects that are used here; replies are read loosely, and what lacks a part is left out. */

export interface HetznerZone {
  readonly id: string;
  readonly name: string;
  readonly mode: string;
  /** What sets without a TTL of their own have. */
  readonly ttlSeconds: number;
  readonly recordCount: number;
}

export interface Rrset {
  /** Relative to the zone; the apex is `@`. */
  readonly name: string;
  readonly type: string;
  /** `undefined`: the zone's. */
  readonly ttlSeconds: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly string[];
}

export interface Action {
  readonly id: number;
  readonly status: 'running' | 'success' | 'error';
  readonly error?: { readonly code: string; readonly message: string };
}

type Fields = Readonly<Record<string, unknown>>;

export function toZone(value: unknown): HetznerZone | undefined {
  const { id, name, mode, ttl, record_count: count } = (value ?? {}) as Fields;
  if (typeof id !== 'number' || typeof name !== 'string') return undefined;
  return {
    id: String(id),
    name,
    mode: typeof mode === 'string' ? mode : '',
    ttlSeconds: typeof ttl === 'number' ? ttl : 0,
    recordCount: typeof count === 'number' ? count : 0,
  };
}

export function toRrset(value: unknown): Rrset | undefined {
  const { name, type, ttl, labels, records } = (value ?? {}) as Fields;
  if (typeof name !== 'string' || typeof type !== 'string' || !Array.isArray(records))
    return undefined;
  const values = (records as unknown[]).map((record) => ((record ?? {}) as Fields)['value']);
  return {
    name,
    type,
    ttlSeconds: typeof ttl === 'number' ? ttl : undefined,
    labels: toLabels(labels),
    values: values.filter((one) => typeof one === 'string'),
  };
}

function toLabels(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries((value ?? {}) as Fields);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

export function toAction(value: unknown): Action | undefined {
  const { id, status, error } = (value ?? {}) as Fields;
  if (typeof id !== 'number') return undefined;
  const { code, message } = (error ?? {}) as Fields;
  return {
    id,
    status: status === 'success' || status === 'error' ? status : 'running',
    ...(error === undefined || error === null
      ? {}
      : { error: { code: textOf(code), message: textOf(message) } }),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
