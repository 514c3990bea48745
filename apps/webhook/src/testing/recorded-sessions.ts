import { readFileSync } from 'node:fs';
import type { DomainFilterJson } from '@org/dns-core';

/** An endpoint as JSON has it. */
export interface WireEndpoint {
  readonly dnsName: string;
  readonly recordType: string;
  readonly targets?: readonly string[];
  readonly setIdentifier?: string;
  readonly recordTTL?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly providerSpecific?: readonly { readonly name: string; readonly value?: string }[];
}

export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly response: { readonly status: number; readonly body?: string };
}

/** What the Go controller and a webhook provider said to each other, recorded. */
export interface Session {
  readonly id: string;
  readonly filters: DomainFilterJson;
  readonly records: readonly WireEndpoint[];
  readonly exchanges: readonly Exchange[];
  readonly end: readonly WireEndpoint[];
}

const file = new URL(
  '../../../../packages/webhook-protocol/src/fixtures/sessions.json',
  import.meta.url,
);

export const sessions = JSON.parse(readFileSync(file, 'utf8')) as readonly Session[];

/** The flags under which our server tells these domains. */
export function filterFlags({
  include = [],
  exclude = [],
  regexInclude,
  regexExclude,
}: DomainFilterJson): string[] {
  return [
    ...include.map((domain) => `--domain-filter=${domain}`),
    ...exclude.map((domain) => `--exclude-domains=${domain}`),
    ...(regexInclude === undefined ? [] : [`--regex-domain-filter=${regexInclude}`]),
    ...(regexExclude === undefined ? [] : [`--regex-domain-exclusion=${regexExclude}`]),
  ];
}

/** Sends what the Go controller sent, byte for byte, and gives every reply. */
export async function replay(
  url: string,
  { exchanges }: Session,
): Promise<
  readonly { readonly exchange: Exchange; readonly status: number; readonly body: string }[]
> {
  const replies: { exchange: Exchange; status: number; body: string }[] = [];
  for (const exchange of exchanges) {
    const { method, path, headers, body } = exchange.request;
    const { 'content-length': _length, ...sent } = headers;
    const reply = await fetch(url + path, {
      method,
      headers: sent,
      ...(body === undefined ? {} : { body }),
    });
    replies.push({ exchange, status: reply.status, body: await reply.text() });
  }
  return replies;
}

/** One form for endpoints that say the same. */
export function canonical(endpoints: readonly WireEndpoint[]): readonly string[] {
  return endpoints
    .map(({ dnsName, recordType, targets, setIdentifier, recordTTL, labels, providerSpecific }) =>
      JSON.stringify([
        dnsName,
        recordType,
        setIdentifier ?? '',
        (targets ?? []).toSorted(),
        recordTTL ?? 0,
        Object.entries(labels ?? {})
          .map(([name, value]) => `${name}=${value}`)
          .toSorted(),
        (providerSpecific ?? []).map(({ name, value }) => `${name}=${value ?? ''}`).toSorted(),
      ]),
    )
    .toSorted();
}
