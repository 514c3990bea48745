import {
  ProviderError,
  toDnsName,
  type ChangeGroup,
  type GroupOutcome,
  type Provider,
} from '@org/dns-core';
import { createConcurrencyLimit } from '@org/dns-provider-kit';
import { capabilities } from './capabilities.ts';
import { asHeld, fromRecordSet } from './convert.ts';
import { createMyDnsApi } from './my-dns-api.ts';
import type { MyDnsOptions } from './options.ts';
import { writeGroup } from './write-group.ts';

const namesAtOnce = 8;

/** My DNS through its HTTP API. */
export function createMyDnsProvider(options: MyDnsOptions): Provider {
  const { acceptsZone = () => true } = options;
  const api = createMyDnsApi(options);
  const atOnce = createConcurrencyLimit(namesAtOnce);

  return {
    spec: 1,
    name: 'my-dns',
    capabilities,

    async listZones(signal) {
      const zones = await api.listZones(signal);
      return zones
        .map(({ id, name }) => ({ id, name: toDnsName(name) }))
        .filter(({ name }) => acceptsZone(name));
    },

    async *readZone(zone, signal) {
      for await (const page of api.readZone(zone.id, signal)) yield page.map(fromRecordSet);
    },

    async readNames(zone, names, signal) {
      const read = (name: string) =>
        atOnce.run(() => api.readName(zone.id, `${name}.`, signal), signal);
      return (await Promise.all(names.map(read))).flat().map(fromRecordSet);
    },

    async applyChanges(zone, groups, signal) {
      const write = async (group: ChangeGroup): Promise<GroupOutcome> => {
        try {
          await atOnce.run(() => writeGroup(api, zone, group, signal), signal);
          return { outcome: 'applied' };
        } catch (cause) {
          const error = toProviderError(cause);
          return { outcome: error.mayHaveWritten ? 'unknown' : 'failed', error };
        }
      };
      return { outcomes: await Promise.all(groups.map(write)) };
    },

    adjust: async (desired) => desired.map(asHeld),

    close: () => api.close(),
  };
}

function toProviderError(cause: unknown): ProviderError {
  if (ProviderError.is(cause)) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new ProviderError('transient', message, { cause, mayHaveWritten: true });
}
