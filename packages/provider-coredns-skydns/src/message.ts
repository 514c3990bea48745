/**
 * A SkyDNS message, the JSON value of a key (github.com/skynetservices/skydns/blob/master/msg/service.go, as CoreDNS's etcd
 * plugin reads it). Texts are `''` and numbers `0` where the value has none.
 */
export interface Message {
  readonly host: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
  readonly text: string;
  readonly mail: boolean;
  /** Seconds. */
  readonly ttl: number;
  /** How many labels, from the left, are not part of the name; nor of the host, where the host is one of SRV or MX. */
  readonly targetstrip: number;
  readonly group: string;
  /** Who wrote it, in strictly owned mode; CoreDNS does not know the field. */
  readonly owner: string;
  /** As `targetstrip`, for the name alone: a field of our own, which CoreDNS does not know. */
  readonly keystrip: number;
  /** Whatever else somebody put there; kept. */
  readonly rest: Readonly<Record<string, unknown>>;
}

export const emptyMessage: Message = {
  host: '',
  port: 0,
  priority: 0,
  weight: 0,
  text: '',
  mail: false,
  ttl: 0,
  targetstrip: 0,
  group: '',
  owner: '',
  keystrip: 0,
  rest: {},
};

/** In the order in which upstream writes them. */
const fields = [
  'host',
  'port',
  'priority',
  'weight',
  'text',
  'mail',
  'ttl',
  'targetstrip',
  'group',
  'owner',
  'keystrip',
] as const satisfies readonly (keyof Message)[];

/** `undefined`: it is no JSON object, or a field has another type than Go, and so CoreDNS, can read. */
export function parseMessage(value: string): Message | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const rest: Record<string, unknown> = { ...parsed };
  const known: Record<string, unknown> = {};
  for (const field of fields) {
    const given = rest[field];
    delete rest[field];
    if (given === undefined || given === null) continue;
    if (typeof given !== typeof emptyMessage[field]) return undefined;
    if (typeof given === 'number' && !Number.isInteger(given)) return undefined;
    known[field] = given;
  }
  return { ...emptyMessage, ...known, rest };
}

/** Fields without content are left out. */
export function formatMessage(message: Message): string {
  const written: Record<string, unknown> = {};
  for (const field of fields) {
    const value = message[field];
    if (value !== emptyMessage[field]) written[field] = value;
  }
  return JSON.stringify({ ...written, ...message.rest });
}
