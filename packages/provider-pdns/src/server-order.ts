import { ProviderError, type Clock } from '@org/dns-core';
import { discard, type HttpRequest, type HttpTransport } from '@org/dns-provider-kit';

const restMs = 30_000;
/** What a gateway says in place of a server that is down. */
const gatewayStatuses = new Set([502, 503, 504]);

/**
 * Several servers with the same content as one: each request goes to the first that is not known to be down. One that cannot
 * be reached, itself or behind its gateway, is left in peace for 30 s. A write that may have happened goes to the next server
 * only if it is idempotent.
 */
export function inOrder(transports: readonly HttpTransport[], clock: Clock): HttpTransport {
  const downUntilMs = transports.map(() => 0);

  async function first<T extends { readonly status: number }>(
    request: HttpRequest,
    signal: AbortSignal,
    send: (transport: HttpTransport) => Promise<T>,
    drop: (reply: T) => Promise<void>,
  ): Promise<T> {
    const isUp = (index: number): boolean => (downUntilMs[index] ?? 0) <= clock.now();
    const all = [...transports.entries()];
    const order = [
      ...all.filter(([index]) => isUp(index)),
      ...all.filter(([index]) => !isUp(index)),
    ];
    for (const [turn, [index, transport]] of order.entries()) {
      const isLast = turn === order.length - 1;
      try {
        const reply = await send(transport);
        const isDown = gatewayStatuses.has(reply.status);
        downUntilMs[index] = isDown ? clock.now() + restMs : 0;
        if (!isDown || isLast || (request.method !== 'GET' && request.idempotent !== true))
          return reply;
        await drop(reply);
      } catch (error) {
        if (!ProviderError.is(error) || error.reason !== 'transient' || signal.aborted) throw error;
        downUntilMs[index] = clock.now() + restMs;
        if (isLast || (error.mayHaveWritten && request.idempotent !== true)) throw error;
      }
    }
    throw new ProviderError('transient', `${request.method} ${request.path}: no server is named`);
  }

  return {
    send: (request, signal) =>
      first(
        request,
        signal,
        (one) => one.send(request, signal),
        async () => {},
      ),
    stream: (request, signal) =>
      first(request, signal, (one) => one.stream(request, signal), discard),
    async close() {
      await Promise.all(transports.map((transport) => transport.close()));
    },
  };
}
