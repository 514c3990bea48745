import {
  ProviderError,
  type Change,
  type Endpoint,
  type GroupOutcome,
  type Provider,
} from '@org/dns-core';

/** A provider made into one that breaks a promise. */
export type Spoil = (provider: Provider) => Provider;

/** What is read is another thing. */
export const reading =
  (other: (endpoints: readonly Endpoint[]) => readonly Endpoint[]): Spoil =>
  (provider) => ({
    ...provider,
    async *readZone(zone, signal) {
      for await (const chunk of provider.readZone(zone, signal)) yield other(chunk);
    },
    readNames: async (zone, names, signal) =>
      other((await provider.readNames?.(zone, names, signal)) ?? []),
  });

/** One record set is read as another. */
export const misreading = (
  is: (endpoint: Endpoint) => boolean,
  to: (endpoint: Endpoint) => Endpoint,
): Spoil => reading((endpoints) => endpoints.map((one) => (is(one) ? to(one) : one)));

/** A change is made as another one. */
export const writing =
  (other: (change: Change) => readonly Change[]): Spoil =>
  (provider) => ({
    ...provider,
    applyChanges: (zone, groups, signal) =>
      provider.applyChanges(
        zone,
        groups.map((group) => ({ ...group, changes: group.changes.flatMap(other) })),
        signal,
      ),
  });

/** The outcomes are told otherwise. */
export const telling =
  (other: (outcomes: readonly GroupOutcome[]) => readonly GroupOutcome[]): Spoil =>
  (provider) => ({
    ...provider,
    async applyChanges(zone, groups, signal) {
      const { outcomes } = await provider.applyChanges(zone, groups, signal);
      return { outcomes: other(outcomes) };
    },
  });

export const failed = (error: ProviderError): GroupOutcome => ({ outcome: 'failed', error });
export const refusal = new ProviderError('rejected', 'refused');
export const isOfType = (name: string) => (endpoint: Endpoint) => endpoint.type === name;
