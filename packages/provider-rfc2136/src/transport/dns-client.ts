import type { Clock } from '@org/dns-core';
import { rcodes } from '../wire/codes.ts';
import { encodeMessage, type DecodedMessage, type Message } from '../wire/message.ts';
import type { TsigKey } from '../wire/tsig-key.ts';
import { createConnection, type Connection } from './connection.ts';
import { createConversation } from './conversation.ts';
import { serverText, type DnsServer } from './dns-server.ts';
import type { OpenSocket } from './open-socket.ts';

/** A message before it has an id. */
export type Request = Omit<Message, 'id' | 'isResponse' | 'rcode'>;

export interface DnsClientOptions {
  readonly open: OpenSocket;
  readonly clock: Clock;
  /** Signs every request and checks every answer; `undefined`: neither. */
  readonly key: () => Promise<TsigKey | undefined>;
  /** The longest silence of a server that was asked. */
  readonly answerTimeoutMs: number;
  /** How long a connection is kept that nobody uses; servers keep theirs for about 30 s. */
  readonly idleMs: number;
}

/**
 * Asks DNS servers over streams. What goes wrong is an `ExchangeError`, a `TsigError`, or a `WireFormatError`; an answer with
 * any rcode is an answer.
 */
export interface DnsClient {
  /** One request, one answer; requests to one server share a connection. */
  exchange(server: DnsServer, request: Request, signal: AbortSignal): Promise<DecodedMessage>;
  /**
   * The messages of a long answer, on a connection of their own, up to the one that `isLast` says is the last, or that
   * carries an error.
   */
  stream(
    server: DnsServer,
    request: Request,
    isLast: (message: DecodedMessage) => boolean,
    signal: AbortSignal,
  ): AsyncGenerator<DecodedMessage>;
  close(): void;
}

/** Messages of a long answer that wait to be taken, at most; then the connection is left unread. */
const mostWaiting = 16;

export function createDnsClient(options: DnsClientOptions): DnsClient {
  const { open, clock, answerTimeoutMs, idleMs } = options;
  const pool = new Map<string, Promise<Connection>>();

  async function connect(server: DnsServer, signal: AbortSignal): Promise<Connection> {
    const socket = await open(server, signal);
    return createConnection(socket, { server: serverText(server), idleMs, clock });
  }

  async function shared(server: DnsServer, signal: AbortSignal): Promise<Connection> {
    const name = serverText(server);
    const opening = pool.get(name);
    if (opening === undefined) {
      const fresh = connect(server, signal);
      pool.set(name, fresh);
      return fresh;
    }
    const connection = await opening.catch(() => undefined);
    if (connection?.isOpen === true) return connection;
    if (pool.get(name) === opening) pool.delete(name);
    return shared(server, signal);
  }

  const encode = (request: Request) => (id: number) =>
    encodeMessage({ ...request, id, isResponse: false, rcode: rcodes.NOERROR });

  return {
    async exchange(server, request, signal) {
      const key = await options.key();
      const connection = await shared(server, signal);
      const { promise, resolve, reject } = Promise.withResolvers<DecodedMessage>();
      const conversation = createConversation(connection, {
        server,
        opcode: request.opcode,
        encode: encode(request),
        key,
        clock,
        answerTimeoutMs,
        signal,
        onAnswer: resolve,
        onFailure: reject,
      });
      try {
        return await promise;
      } finally {
        conversation.end();
      }
    },

    async *stream(server, request, isLast, signal) {
      const key = await options.key();
      const connection = await connect(server, signal);
      const waiting: DecodedMessage[] = [];
      let failure: { readonly error: unknown } | undefined;
      let wake = (): void => {};
      const conversation = createConversation(connection, {
        server,
        opcode: request.opcode,
        encode: encode(request),
        key,
        clock,
        answerTimeoutMs,
        signal,
        onAnswer(message) {
          waiting.push(message);
          if (waiting.length === mostWaiting) conversation.pause();
          wake();
        },
        onFailure(error) {
          failure = { error };
          wake();
        },
      });
      try {
        for (;;) {
          const message = waiting.shift();
          if (message !== undefined) {
            if (waiting.length === 0) conversation.resume();
            const isEnd = message.rcode !== rcodes.NOERROR || isLast(message);
            if (isEnd) conversation.finish();
            yield message;
            if (isEnd) return;
          } else if (failure === undefined) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          } else {
            throw failure.error;
          }
        }
      } finally {
        conversation.end();
        connection.close();
      }
    },

    close() {
      for (const opening of pool.values())
        void opening.then(
          (connection) => connection.close(),
          () => undefined,
        );
      pool.clear();
    },
  };
}
