import type { Fault, FaultInjector } from '@org/dns-conformance';
import { createHastyClock } from '@org/dns-conformance';
import { describeProvider } from '@org/dns-conformance/vitest';
import type { FakeDnsServer, Fault as DnsFault } from './testing/fake-dns-server.ts';
import { startProviderBench } from './testing/provider-bench.ts';
import { rcodes } from './wire/codes.ts';

/** What DNS has in the place of each; for a pause that is asked for and a body that is repeated it has nothing. */
const dnsFaults: Partial<Record<Fault, DnsFault>> = {
  forbidden: { kind: 'rcode', rcode: rcodes.REFUSED },
  'server-error': { kind: 'rcode', rcode: rcodes.SERVFAIL },
  reset: { kind: 'reset', when: 'before' },
  'reply-lost': { kind: 'reset', when: 'after' },
  'cut-off': { kind: 'cut' },
};

function faultsOf(server: FakeDnsServer): FaultInjector {
  return {
    faults: Object.keys(dnsFaults) as Fault[],
    inject(on, fault, times = Infinity) {
      let left = times;
      server.fault = (request) => {
        if (left === 0 || request.startsWith('UPDATE') !== (on === 'write')) return undefined;
        left -= 1;
        return dnsFaults[fault];
      };
    },
    clear() {
      server.fault = () => undefined;
    },
  };
}

describeProvider('RFC 2136', {
  create: async () => {
    const bench = await startProviderBench([], {
      clock: createHastyClock({ timeoutsFromMs: 5000 }),
    });
    return {
      provider: bench.provider,
      faults: faultsOf(bench.server),
      secrets: ['dGhlIHNlY3JldCBvZiBib3RoIHNpZGVz'],
      stop: async () => bench[Symbol.asyncDispose](),
    };
  },
  zone: 'example.org',
});
