import type { Fault, FaultInjector } from '@org/dns-conformance';
import { describeProvider } from '@org/dns-conformance/vitest';
import type { FakeEtcd } from './testing/fake-etcd.ts';
import { startProviderBench } from './testing/provider-bench.ts';

type EtcdFault = NonNullable<ReturnType<FakeEtcd['intercept']>>;

/** gRPC's status codes in the place of HTTP's; a reply comes whole or not at all. */
const etcdFaults: Partial<Record<Fault, EtcdFault>> = {
  unauthorized: { kind: 'error', code: 16, details: 'etcdserver: invalid auth token' },
  forbidden: { kind: 'error', code: 7, details: 'etcdserver: permission denied' },
  'server-error': { kind: 'error', code: 13, details: 'internal' },
  reset: { kind: 'error', code: 14, details: 'Connection dropped' },
  'reply-lost': { kind: 'reply-lost' },
};

function faultsOf(etcd: FakeEtcd): FaultInjector {
  return {
    faults: Object.keys(etcdFaults) as Fault[],
    inject(on, fault, times = Infinity) {
      let left = times;
      etcd.intercept = ({ isWrite }) => {
        if (left === 0 || isWrite !== (on === 'write')) return undefined;
        left -= 1;
        return etcdFaults[fault];
      };
    },
    clear() {
      etcd.intercept = () => undefined;
    },
  };
}

describeProvider('CoreDNS', {
  create: async () => {
    const bench = await startProviderBench();
    return { provider: bench.provider, faults: faultsOf(bench.etcd), stop: () => bench.close() };
  },
  zone: 'example.org',
  properties: [{ name: 'coredns/group', value: 'blue' }],
});
