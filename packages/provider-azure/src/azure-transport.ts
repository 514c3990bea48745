import type { Clock } from '@org/dns-core';
import {
  createHttpTransport,
  createTokenBucket,
  rateLimited,
  retrying,
  type HttpReply,
  type HttpStream,
  type HttpTransport,
  type ProxyOptions,
} from '@org/dns-provider-kit';
import type { AzureLimits, AzureOptions } from './options.ts';

/** Resource Manager's buckets per principal and subscription (learn.microsoft.com, "Request limits and throttling", 2026-11). */
const documented: AzureLimits = {
  readsPerSecond: 25,
  readBurst: 250,
  writesPerSecond: 10,
  writeBurst: 200,
};
/** The delays of Azure's Go SDK, which the documentation of upstream's flag counts on. */
const firstDelayMs = 800;
const longestDelayMs = 60_000;

/** Requests to Azure Resource Manager: within its rate, tried again as `maxRetries` says. */
export function createArmTransport(options: AzureOptions, clock: Clock): HttpTransport {
  const limits = options.limits ?? documented;
  const plain = withRetryAfter(createAzureTransport(options, clock));
  const reads = rateLimited(
    plain,
    createTokenBucket({ perSecond: limits.readsPerSecond, burst: limits.readBurst, clock }),
    clock,
  );
  const writes = rateLimited(
    plain,
    createTokenBucket({ perSecond: limits.writesPerSecond, burst: limits.writeBurst, clock }),
    clock,
  );
  return retrying(
    {
      send: (request, signal) => (request.method === 'GET' ? reads : writes).send(request, signal),
      stream: (request, signal) =>
        (request.method === 'GET' ? reads : writes).stream(request, signal),
      close: () => plain.close(),
    },
    {
      clock,
      random: options.random ?? Math.random,
      attempts: attemptsOf(options.maxRetries),
      initialMs: firstDelayMs,
      maxMs: longestDelayMs,
    },
  );
}

/** Requests to Azure without any of that: logins, which their library repeats itself. */
export function createAzureTransport(options: AzureOptions, clock: Clock): HttpTransport {
  return createHttpTransport({
    baseUrl: '',
    clock,
    maxBodyBytes: 64 * 1024 * 1024,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...(options.proxy === undefined ? {} : { proxy: besideMetadata(options.proxy) }),
    ...(options.observe === undefined ? {} : { observe: options.observe }),
  });
}

/** The metadata service, which gives the tokens of managed identities, is on the machine itself. */
function besideMetadata(proxy: ProxyOptions): ProxyOptions {
  const noProxy = [proxy.noProxy, '169.254.169.254'].filter((entry) => entry !== undefined);
  return { ...proxy, noProxy: noProxy.join(',') };
}

/** Azure's SDKs take 0 for "as usual". */
function attemptsOf(maxRetries: number): number {
  return maxRetries < 0 ? 1 : (maxRetries === 0 ? 3 : maxRetries) + 1;
}

/** Azure also says it in milliseconds, under names of its own. */
function withRetryAfter(transport: HttpTransport): HttpTransport {
  const translate = <T extends HttpReply | HttpStream>(reply: T): T => {
    const { headers } = reply;
    const inMs = headers['retry-after-ms'] ?? headers['x-ms-retry-after-ms'];
    if (inMs === undefined || !/^\d+$/.test(inMs)) return reply;
    return { ...reply, headers: { ...headers, 'retry-after': String(Number(inMs) / 1000) } };
  };
  return {
    send: async (request, signal) => translate(await transport.send(request, signal)),
    stream: async (request, signal) => translate(await transport.stream(request, signal)),
    close: () => transport.close(),
  };
}
