import { ProviderError } from '@org/dns-core';
import { backOffMs, createSystemClock, sleep } from '@org/dns-provider-kit';
import { createCredentialsSource } from './etcd-credentials.ts';
import {
  etcdError,
  isAuthDisabled,
  isStaleToken,
  toGrpcFailure,
  wasNeverSent,
} from './etcd-error.ts';
import { loadEtcdLibrary, type Host } from './etcd-library.ts';
import type { CoreDnsOptions } from './options.ts';

type EtcdMethod = 'range' | 'txn';

export interface EtcdConnection {
  /**
   * One call of etcd's KV service. Reads are tried again, on the next member first; a write only where it certainly was not
   * sent. Rejects with a `ProviderError`, or with the reason of the abort where nothing was sent that could write.
   */
  call(
    method: EtcdMethod,
    payload: object,
    kind: 'read' | 'write',
    signal: AbortSignal,
  ): Promise<unknown>;
  close(): void;
}

interface Member {
  readonly address: string;
  readonly host: Host;
}

/** A call's method on a client that gRPC made from the `.proto` file. */
type Unary = (
  payload: object,
  metadata: unknown,
  options: { readonly deadline: number },
  done: (error: unknown, reply: unknown) => void,
) => { cancel(): void };

const leastReadAttempts = 2;
const pause = { initialMs: 100, maxMs: 1_000 };

/** Opens no connection before the first call. */
export function createEtcdConnection(options: CoreDnsOptions): EtcdConnection {
  const { timeoutMs = 5_000, observe, username, password } = options;
  const clock = options.clock ?? createSystemClock();
  const random = options.random ?? Math.random;
  const addresses = options.endpoints.map(addressOf);
  const isSecure = /^https:/i.test(options.endpoints[0] ?? '');
  const library = loadEtcdLibrary();
  const readCredentials = createCredentialsSource(library, isSecure ? options.tls : undefined);
  const channelOptions = {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 5_000,
    // The library would take a proxy from the environment.
    'grpc.enable_http_proxy': 0,
    ...(options.tls.serverName === undefined
      ? {}
      : { 'grpc.ssl_target_name_override': options.tls.serverName }),
  };

  let members: readonly Member[] = [];
  let version: string | undefined;
  /** The member that answered last. */
  let preferred = 0;
  /** `''`: the server has no users. */
  let token: string | undefined;

  const currentMembers = async (): Promise<readonly Member[]> => {
    const credentials = await readCredentials();
    if (version === credentials.version) return members;
    const created = credentials.create();
    for (const { host } of members) host.close();
    members = addresses.map((address) => ({
      address,
      host: library.createHost(address, created, channelOptions),
    }));
    version = credentials.version;
    return members;
  };

  const send = (
    { address, host }: Member,
    service: 'KV' | 'Auth',
    method: EtcdMethod | 'authenticate',
    payload: object,
    signal: AbortSignal,
  ): Promise<unknown> => {
    const metadata = new library.grpc.Metadata();
    if (token && service === 'KV') metadata.set('token', token);
    const startedMs = clock.now();
    const name = `${method[0]?.toUpperCase()}${method.slice(1)}`;
    const path = `/etcdserverpb.${service}/${name}`;
    return new Promise((resolve, reject) => {
      const client = host.getServiceClient(service) as unknown as Readonly<Record<string, Unary>>;
      const call = client[method]?.(
        payload,
        metadata,
        { deadline: Date.now() + timeoutMs },
        (error, reply) => {
          signal.removeEventListener('abort', cancel);
          observe?.({
            scheme: isSecure ? 'https' : 'http',
            host: address,
            method: 'POST',
            path,
            route: path,
            status: error === null ? 200 : httpStatus(toGrpcFailure(error).code),
            durationMs: clock.now() - startedMs,
          });
          if (error === null) resolve(reply);
          // oxlint-disable-next-line prefer-promise-reject-errors -- it is the library's error, passed on as it came
          else reject(error);
        },
      );
      const cancel = (): void => call?.cancel();
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel, { once: true });
    });
  };

  const authenticate = async (member: Member, signal: AbortSignal): Promise<void> => {
    if (username === undefined || password === undefined || token !== undefined) return;
    const secret = await readPassword(password);
    try {
      const reply = await send(
        member,
        'Auth',
        'authenticate',
        { name: username, password: secret },
        signal,
      );
      token = String((reply as Readonly<Record<string, unknown>>)['token']);
    } catch (error) {
      if (!isAuthDisabled(toGrpcFailure(error))) throw error;
      token = '';
    }
  };

  /** With a token, and with a second one where the first is not taken any more: such a call was refused unread. */
  const sendSigned = async (
    member: Member,
    method: EtcdMethod,
    payload: object,
    signal: AbortSignal,
  ): Promise<unknown> => {
    await authenticate(member, signal);
    try {
      return await send(member, 'KV', method, payload, signal);
    } catch (error) {
      if (username === undefined || !isStaleToken(toGrpcFailure(error))) throw error;
      token = undefined;
      await authenticate(member, signal);
      return send(member, 'KV', method, payload, signal);
    }
  };

  return {
    async call(method, payload, kind, signal) {
      for (let attempt = 1; ; attempt += 1) {
        const present = await usable(currentMembers);
        const attempts = Math.max(leastReadAttempts, present.length);
        signal.throwIfAborted();
        const index = (preferred + attempt - 1) % present.length;
        const member = present[index];
        if (member === undefined) throw new ProviderError('unsupported', 'etcd: no endpoint given');
        try {
          const reply = await sendSigned(member, method, payload, signal);
          preferred = index;
          return reply;
        } catch (error) {
          if (ProviderError.is(error)) throw error;
          const failure = toGrpcFailure(error);
          const neverSent = wasNeverSent(failure);
          if (kind === 'read' || neverSent) signal.throwIfAborted();
          const mayHaveWritten = kind === 'write' && !neverSent;
          const what = `${method} at ${member.address}`;
          const wrong = etcdError(what, failure, { mayHaveWritten, cause: error });
          if (wrong.reason !== 'transient' || wrong.mayHaveWritten || attempt >= attempts)
            throw wrong;
        }
        if (attempt >= present.length)
          await sleep(backOffMs(attempt, pause, random), clock, signal);
      }
    },
    close() {
      for (const { host } of members) host.close();
      members = [];
      version = undefined;
      token = undefined;
    },
  };
}

/** `host:port`, with etcd's own port where the URL has none. */
function addressOf(url: string): string {
  const address = url.replace(/^https?:\/\//i, '').replace(/[/?#].*$/, '');
  return /:\d+$/.test(address) ? address : `${address}:2379`;
}

async function usable(
  currentMembers: () => Promise<readonly Member[]>,
): Promise<readonly Member[]> {
  try {
    return await currentMembers();
  } catch (error) {
    throw new ProviderError('unauthorized', `etcd, TLS files: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function readPassword(password: NonNullable<CoreDnsOptions['password']>): Promise<string> {
  try {
    return (await password()).reveal();
  } catch (error) {
    throw new ProviderError('unauthorized', `etcd, password: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** What an HTTP service would say (cloud.google.com/apis/design/errors#handling_errors); `undefined`: nobody answered. */
function httpStatus(code: number): number | undefined {
  const statuses: Readonly<Record<number, number | undefined>> = {
    1: undefined,
    3: 400,
    4: undefined,
    5: 404,
    7: 403,
    8: 429,
    9: 400,
    11: 400,
    14: undefined,
    16: 401,
  };
  return code in statuses ? statuses[code] : 500;
}
