import { createDomainMatcher, toDnsName, type DomainFilter, type Provider } from '@org/dns-core';
import { createInMemoryProvider } from '@org/dns-provider-inmemory';
import { createManualClock, type ManualClock } from '@org/dns-provider-kit/testing';
import type { Handler, ServiceReply } from '../http/message.ts';
import { createQuarantine, type Quarantine } from '../service/quarantine.ts';
import { createHandler } from '../service/route-request.ts';
import { createServedZones } from '../service/served-zones.ts';
import type { ServiceEvent } from '../service/service-event.ts';
import type { Service } from '../service/service.ts';
import { createGroupWriter } from '../service/write-groups.ts';
import { createZoneList } from '../service/zone-list.ts';

export interface TestService {
  readonly handle: Handler;
  readonly clock: ManualClock;
  readonly quarantine: Quarantine;
  readonly events: readonly ServiceEvent[];
  /** One request without a socket, and its whole reply. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TestReply>;
}

interface TestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface TestServiceOptions extends Partial<
  Pick<Service, 'maxBodyBytes' | 'answerWithinMs' | 'lenient'>
> {
  readonly domainFilter?: DomainFilter;
  readonly dryRun?: boolean;
}

/** Zones `example.org` and `example.net` in memory. */
export function memory(behavior: 'safe' | 'compat' = 'safe'): Provider {
  return createInMemoryProvider({
    zones: [toDnsName('example.org'), toDnsName('example.net')],
    behavior,
  });
}

/** The service around a provider, without a server. */
export function createTestService(
  provider: Provider,
  { dryRun = false, domainFilter, ...options }: TestServiceOptions = {},
): TestService {
  const filter = domainFilter ?? { include: [], exclude: [] };
  const clock = createManualClock();
  const events: ServiceEvent[] = [];
  const observe = (event: ServiceEvent): void => void events.push(event);
  const quarantine = createQuarantine({ clock, random: () => 1 });
  const zoneList = createZoneList(provider, clock);
  const signal = new AbortController().signal;
  const handle = createHandler({
    provider,
    domainFilter: filter,
    zoneList,
    servedZones: createServedZones(provider, zoneList),
    writer: createGroupWriter({
      provider,
      quarantine,
      observe,
      accepts: createDomainMatcher([filter]),
      dryRun,
      signal,
    }),
    observe,
    clock,
    maxBodyBytes: 100_000,
    answerWithinMs: 0,
    lenient: false,
    ...options,
  });
  return {
    handle,
    clock,
    quarantine,
    events,
    async ask(method, path, body, headers = {}) {
      const text =
        body === undefined || typeof body === 'string' ? (body ?? '') : JSON.stringify(body);
      return wholeOf(await handle({ method, path, headers, body: chunksOf(text) }, signal));
    },
  };
}

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

async function wholeOf({ status, headers, body }: ServiceReply): Promise<TestReply> {
  let text = '';
  if (typeof body === 'string') text = body;
  else if (body !== undefined) for await (const piece of body) text += piece;
  return { status, headers, text };
}
