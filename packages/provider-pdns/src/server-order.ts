import { ProviderError, type Clock } from '@org/dns-core';
import type { HttpRequest, HttpTransport } from '@org/dns-provider-kit';

const restMs = 30_000;

/**
 * Several servers with the same content as one: each request goes to the first that is not known to be down. One that cannot
 * be reached is left in peace for 30 s. A write that may have happened is not given to the next server.
 */
export function inOrder(transports: readonly HttpTransport[], clock: Clock): HttpTransport {
  const downUntilMs = transports.map(() => 0);

  async function first<T>(
    request: HttpRequest,
    signal: AbortSignal,
    send: (transport: HttpTransport) => Promise<T>,
  ): Promise<T> {
    const isUp = (index: number): boolean => (downUntilMs[index] ?? 0) <= clock.now();
    const all = [...transports.keys()];
    const order = [...all.filter(isUp), ...all.filter((index) => !isUp(index))];
    let last: unknown;
    for (const index of order) {
      const transport = transports[index];
      if (transport === undefined) continue;
      try {
        const reply = await send(transport);
        downUntilMs[index] = 0;
        return reply;
      } catch (error) {
        last = error;
        const isDown = ProviderError.is(error) && error.reason === 'transient';
        if (!isDown || signal.aborted) throw error;
        downUntilMs[index] = clock.now() + restMs;
        if (error.mayHaveWritten && request.idempotent !== true) throw error;
      }
    }
    throw last;
  }

  return {
    send: (request, signal) => first(request, signal, (one) => one.send(request, signal)),
    stream: (request, signal) => first(request, signal, (one) => one.stream(request, signal)),
    async close() {
      await Promise.all(transports.map((transport) => transport.close()));
    },
  };
}
