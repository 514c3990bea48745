import {
  ProviderError,
  toDnsName,
  type DomainMatcher,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import { capabilities } from '../capabilities.ts';
import type { Rfc2136Options } from '../options.ts';
import { toProviderError } from '../provider-errors.ts';
import { RcodeError, type Rfc2136Api } from '../rfc2136-api.ts';
import type { DnsServer } from '../transport/dns-server.ts';
import { ExchangeError } from '../transport/exchange-error.ts';
import { rcodes } from '../wire/codes.ts';
import type { WireRecord } from '../wire/message.ts';
import { applyInPhases } from './apply-in-phases.ts';
import { createServerRotation } from './server-rotation.ts';
import { createUpstreamContent } from './upstream-content.ts';

export interface CompatOptions extends Rfc2136Options {
  readonly random: () => number;
}

const anyName: DomainMatcher = () => true;

/**
 * Upstream's provider: zones are found by the text in which names end, what lies in none goes to the root zone, transfers that are
 * refused count as empty, and updates have no prerequisites.
 */
export function createCompatProvider(options: CompatOptions, api: Rfc2136Api): Provider {
  const { minTtlSeconds, batchChangeSize, transfer, loadBalancing, random } = options;
  const acceptsName = options.acceptsName ?? anyName;
  const [first = { host: 'localhost', port: 53 }, ...others] = options.servers;
  const servers: readonly [DnsServer, ...DnsServer[]] = [first, ...others];
  const reading = createServerRotation(servers, loadBalancing, random);
  const writing = createServerRotation(servers, loadBalancing, random);
  const texts = options.zones
    .map((text) => (text === '' ? '.' : text))
    .toSorted((one, other) => labelCount(other) - labelCount(one));
  const configured: readonly Zone[] = [...new Set(texts)].map((id) => ({
    id,
    name: toDnsName(id),
  }));
  const root: Zone = configured.find(({ id }) => id === '.') ?? { id: '.', name: toDnsName('') };
  const all = configured.includes(root) ? configured : [...configured, root];

  async function* readZone(zone: Zone, signal: AbortSignal): AsyncGenerator<readonly Endpoint[]> {
    if (!transfer || !configured.includes(zone)) return;
    const content = createUpstreamContent();
    let lost: unknown;
    for (const _ of servers) {
      try {
        for await (const steps of api.transfer(reading.next(), `${zone.name}.`, undefined, signal))
          for (const step of steps) if (step.kind === 'add') content.add(step.record);
      } catch (error) {
        signal.throwIfAborted();
        if (ProviderError.is(error)) throw error;
        if (error instanceof ExchangeError && error.stage === 'connect') {
          reading.failed();
          lost = error;
          continue;
        }
      }
      if (content.size > 0) break;
    }
    if (lost !== undefined) throw toProviderError(lost, zone.name, 'read');
    yield content.endpoints();
  }

  /** Tries server after server until one takes it. */
  async function send(
    zone: Zone,
    updates: readonly WireRecord[],
    signal: AbortSignal,
  ): Promise<void> {
    let last: unknown;
    for (const _ of servers) {
      const server = writing.next();
      try {
        const code = await api.update(
          server,
          `${zone.name}.`,
          { prerequisites: [], updates },
          signal,
        );
        if (code === rcodes.NOERROR) return;
        throw new RcodeError(server, code);
      } catch (error) {
        signal.throwIfAborted();
        writing.failed();
        last = error;
      }
    }
    throw toProviderError(last, zone.name, 'write');
  }

  return {
    spec: 1,
    name: 'rfc2136',
    capabilities: { ...capabilities, atomicGroups: false, typeChangeInPlace: false },
    listZones: async () => all,
    readZone,
    applyChanges: (zone, groups, signal) =>
      applyInPhases(groups, {
        batchChangeSize,
        minTtlSeconds,
        acceptsName,
        send: (updates) => send(zone, updates, signal),
      }),
    zonesFor: ({ spelling }) => [configured.find(({ id }) => spelling.endsWith(id)) ?? root],
    close: async () => api.close(),
  };
}

function labelCount(zone: string): number {
  return zone.split('.').filter((label) => label !== '').length;
}
