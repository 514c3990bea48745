import { asNumber, asText, fieldsOf } from './reply-fields.ts';

/** One DNS record as the API gives it; only what is used here. */
export interface CloudflareRecord {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly content: string;
  /** 1: automatic. */
  readonly ttl: number;
  readonly proxied: boolean;
  /** `''`: none. */
  readonly comment: string;
  readonly tags: readonly string[];
  readonly priority: number | undefined;
  readonly data: Readonly<Record<string, unknown>> | undefined;
}

/** What a record is written from: `content`, or `data` where its type has named parts. */
export interface RecordBody {
  readonly name: string;
  readonly type: string;
  readonly content?: string;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly priority?: number;
  readonly ttl: number;
  readonly proxied: boolean;
  readonly comment: string;
  readonly tags: readonly string[];
}

const noTags: readonly string[] = Object.freeze([]);

/** A record out of a reply; `undefined` for what has no id, name or type. */
export function toRecord(reply: unknown): CloudflareRecord | undefined {
  const fields = fieldsOf(reply);
  const id = asText(fields['id']);
  const name = asText(fields['name']);
  const type = asText(fields['type']);
  if (id === undefined || name === undefined || type === undefined) return undefined;
  const { data } = fields;
  const tags = Array.isArray(fields['tags'])
    ? (fields['tags'] as unknown[]).filter((tag) => typeof tag === 'string')
    : [];
  return {
    id,
    name,
    type,
    content: asText(fields['content']) ?? '',
    ttl: asNumber(fields['ttl']) ?? 1,
    proxied: fields['proxied'] === true,
    comment: asText(fields['comment']) ?? '',
    tags: tags.length === 0 ? noTags : tags,
    priority: asNumber(fields['priority']),
    data: typeof data === 'object' && data !== null ? fieldsOf(data) : undefined,
  };
}
