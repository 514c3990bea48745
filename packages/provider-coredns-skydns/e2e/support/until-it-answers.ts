import { dig, type CoreDns, type Etcd } from '@org/dns-test-servers';
import { vi } from 'vitest';

/** CoreDNS listens before it has reached etcd, and answers SERVFAIL until then. */
export async function untilItAnswers(etcd: Etcd, coredns: CoreDns): Promise<void> {
  const key = '/skydns/org/example/ready';
  await etcd.ctl('put', key, '{"host":"192.0.2.255"}');
  await vi.waitFor(
    async () => {
      const answers = await dig(coredns.port, 'ready.example.org', 'A');
      if (answers.length === 0) throw new Error('CoreDNS does not answer from etcd');
    },
    { timeout: 20_000, interval: 50 },
  );
  await etcd.ctl('del', key);
}
