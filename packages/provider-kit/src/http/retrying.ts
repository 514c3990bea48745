import { ProviderError, type Clock } from '@org/dns-core';
import { backOffMs, type BackOff } from '../flow/back-off.ts';
import { sleep } from '../flow/sleep.ts';
import { discard } from './discard.ts';
import { reasonOfStatus } from './http-status.ts';
import {
  isIdempotent,
  isRepeatable,
  type HttpReply,
  type HttpRequest,
  type HttpStream,
  type HttpTransport,
} from './http-transport.ts';
import { retryAfterMs } from './retry-after.ts';

export interface RetryOptions extends Partial<BackOff> {
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** The first attempt included. Default: 4. */
  readonly attempts?: number;
  /** Told before each wait. */
  readonly onRetry?: (request: HttpRequest, waitMs: number, attempt: number) => void;
}

/**
 * Sends again what failed for now: lost connections, time-outs, 408, 425, 429 and 5xx. What may have been carried out is sent
 * again only if it is idempotent; a request that surely was not (connection refused, 429) in any case. Waits as long as
 * `Retry-After` says; when that is longer than `maxMs` the reply is given back at once for the caller to wait. The last reply
 * or error is the caller's. Defaults: 4 attempts, 250 ms doubled up to 10 s, half of it random.
 */
export function retrying(transport: HttpTransport, options: RetryOptions): HttpTransport {
  const { clock, random, attempts = 4, initialMs = 250, maxMs = 10_000, factor = 2 } = options;

  async function attempt<T extends HttpReply | HttpStream>(
    request: HttpRequest,
    signal: AbortSignal,
    once: () => Promise<T>,
    drop: (reply: T) => Promise<void>,
  ): Promise<T> {
    for (let number = 1; ; number += 1) {
      const result = await settle(once);
      const again =
        number < attempts &&
        !signal.aborted &&
        isRepeatable(request) &&
        mayRepeat(request, result) &&
        waitOf(result, number);
      if (again === false || again > maxMs) {
        if (result.ok) return result.reply;
        throw result.error;
      }
      if (result.ok) await drop(result.reply);
      options.onRetry?.(request, again, number);
      await sleep(again, clock, signal);
    }
  }

  function waitOf(result: Result<HttpReply | HttpStream>, number: number): number {
    const asked = result.ok
      ? retryAfterMs(result.reply, clock.now())
      : ProviderError.is(result.error)
        ? result.error.retryAfterMs
        : undefined;
    return asked ?? backOffMs(number, { initialMs, maxMs, factor }, random);
  }

  return {
    send: (request, signal) =>
      attempt(
        request,
        signal,
        () => transport.send(request, signal),
        async () => {},
      ),
    stream: (request, signal) =>
      attempt(
        request,
        signal,
        () => transport.stream(request, signal),
        (reply) => discard(reply),
      ),
    close: () => transport.close(),
  };
}

type Result<T> =
  | { readonly ok: true; readonly reply: T }
  | { readonly ok: false; readonly error: unknown };

async function settle<T>(once: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, reply: await once() };
  } catch (error) {
    return { ok: false, error };
  }
}

function mayRepeat(request: HttpRequest, result: Result<HttpReply | HttpStream>): boolean {
  if (!result.ok) {
    const { error } = result;
    return (
      ProviderError.is(error) &&
      error.reason === 'transient' &&
      (!error.mayHaveWritten || isIdempotent(request))
    );
  }
  const { status } = result.reply;
  if (reasonOfStatus(status) !== 'transient') return false;
  return status === 429 || isIdempotent(request);
}
