import {
  ProviderError,
  type Endpoint,
  type Provider,
  type ProviderErrorReason,
} from '@org/dns-core';
import type { Fault, FaultInjector } from '../faults/fault.ts';
import type { ProviderUnderTest } from '../provider/provider-under-test.ts';
import { createMemoryProvider } from './memory-provider.ts';

export const secret = 'the-secret-key';

/** What a broken provider makes of a fault, in the place of the right error. */
export type Handling = (fault: Fault, on: 'read' | 'write', right: ProviderError) => unknown;

const reasons: Readonly<Record<Fault, ProviderErrorReason>> = {
  unauthorized: 'unauthorized',
  forbidden: 'unauthorized',
  'not-found': 'not-found',
  'rate-limited': 'transient',
  'server-error': 'transient',
  reset: 'transient',
  'reply-lost': 'transient',
  'cut-off': 'transient',
  echo: 'rejected',
};

/** The provider in memory with a service in front of it that can fail, and `spoil` to break it. */
export function createFaultyMemory(
  spoil: (provider: Provider) => Provider = (provider) => provider,
  handling: Handling = (_fault, _on, right) => right,
): ProviderUnderTest {
  const memory = createMemoryProvider();
  let plan: { readonly on: 'read' | 'write'; readonly fault: Fault; left: number } | undefined;

  const next = (on: 'read' | 'write'): Fault | undefined => {
    if (plan === undefined || plan.on !== on || plan.left === 0) return undefined;
    plan.left -= 1;
    return plan.fault;
  };
  const errorOf = (fault: Fault, on: 'read' | 'write'): unknown => {
    const right = new ProviderError(reasons[fault], 'the service failed', {
      mayHaveWritten: fault === 'reply-lost',
      ...(fault === 'rate-limited' ? { retryAfterMs: 2000 } : {}),
    });
    return handling(fault, on, right);
  };

  const provider: Provider = {
    ...memory,
    async *readZone(zone, signal) {
      const fault = next('read');
      const failure = fault === undefined ? undefined : errorOf(fault, 'read');
      if (failure === 'half') {
        const all: Endpoint[] = [];
        for await (const chunk of memory.readZone(zone, signal)) all.push(...chunk);
        yield all.slice(0, all.length / 2);
        return;
      }
      if (failure !== undefined) throw failure;
      yield* memory.readZone(zone, signal);
    },
    async applyChanges(zone, groups, signal) {
      const fault = next('write');
      if (fault === 'reply-lost') await memory.applyChanges(zone, groups, signal);
      const failure = fault === undefined ? undefined : errorOf(fault, 'write');
      if (failure === 'ignored') return { outcomes: groups.map(() => ({ outcome: 'applied' })) };
      if (failure !== undefined) throw failure;
      return memory.applyChanges(zone, groups, signal);
    },
  };
  const faults: FaultInjector = {
    faults: Object.keys(reasons) as Fault[],
    inject(on, fault, times = Infinity) {
      plan = { on, fault, left: times };
    },
    clear() {
      plan = undefined;
    },
  };
  return { provider: spoil(provider), faults, secrets: [secret] };
}
