import {
  createEndpoint,
  Secret,
  toDnsName,
  type Endpoint,
  type Provider,
  type Zone,
} from '@org/dns-core';
import type { Change, ChangeGroup, ChangeRole } from '@org/dns-core';
import { fixedSecret } from '@org/dns-provider-kit';
import { createManualClock, type ManualClock } from '@org/dns-provider-kit/testing';
import { createHetznerProvider } from '../hetzner-provider.ts';
import type { HetznerOptions } from '../options.ts';
import { startFakeHetzner, token, type FakeHetzner } from './fake-hetzner.ts';

export const never: AbortSignal = new AbortController().signal;
export const zone: Zone = { id: '4711', name: toDnsName('example.org') };

export interface Started {
  readonly fake: FakeHetzner;
  readonly provider: Provider;
  readonly clock: ManualClock;
  /** A second provider at the same fake, as after a restart. */
  readonly again: () => Provider;
  readonly stop: () => Promise<void>;
}

/** A provider on a fake with the zone `example.org`, whose clock stands still. */
export async function startHetzner(options: Partial<HetznerOptions> = {}): Promise<Started> {
  const clock = createManualClock(1_000_000);
  const fake = await startFakeHetzner(clock);
  fake.addZone('example.org');
  const again = (): Provider =>
    createHetznerProvider({
      token: fixedSecret(new Secret(token)),
      endpoint: `${fake.url}/v1`,
      labels: false,
      clock,
      random: () => 1,
      ...options,
    });
  const provider = again();
  return {
    fake,
    provider,
    clock,
    again,
    async stop() {
      await provider.close?.();
      await fake.stop();
    },
  };
}

/** `www.example.org A 192.0.2.1 192.0.2.2` */
export function record(line: string, more: Partial<Endpoint> = {}): Endpoint {
  const [name = '', type = '', ...targets] = line.split(' ');
  return { ...createEndpoint({ name, type, targets }), ...more };
}

/** A TXT endpoint at a name. */
export function text(name: string, target: string): Endpoint {
  return createEndpoint({ name, type: 'TXT', targets: [target] });
}

export const create = (after: Endpoint, role: ChangeRole = 'record'): Change => ({
  kind: 'create',
  after,
  role,
});
export const update = (before: Endpoint, after: Endpoint): Change => ({
  kind: 'update',
  before,
  after,
  role: 'record',
});
export const remove = (before: Endpoint, role: ChangeRole = 'record'): Change => ({
  kind: 'delete',
  before,
  role,
});
export const group = (...changes: readonly Change[]): ChangeGroup => {
  const [first] = changes;
  if (first === undefined) throw new Error('a group has changes');
  return { name: (first.kind === 'delete' ? first.before : first.after).name, changes };
};

export async function readAll(provider: Provider, of: Zone = zone): Promise<Endpoint[]> {
  const all: Endpoint[] = [];
  for await (const part of provider.readZone(of, never)) all.push(...part);
  return all;
}

/** `POST /zones/4711/rrsets`, without the queries. */
export function calls(fake: FakeHetzner): string[] {
  return fake.requests.map(({ method, path }) => `${method} ${path.replace('/v1', '')}`);
}

/** One outcome as a word, or a word and the error's message. */
export async function applied(
  provider: Provider,
  ...groups: readonly ChangeGroup[]
): Promise<string[]> {
  const { outcomes } = await provider.applyChanges(zone, groups, never);
  return outcomes.map((one) =>
    one.outcome === 'applied'
      ? 'applied'
      : `${one.outcome} ${one.error.reason}: ${one.error.message}`,
  );
}
