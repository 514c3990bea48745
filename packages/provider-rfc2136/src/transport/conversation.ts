import type { Clock } from '@org/dns-core';
import { rcodes } from '../wire/codes.ts';
import { decodeMessage, type DecodedMessage } from '../wire/message.ts';
import { createTsigVerifier, signMessage, TsigError, type TsigVerifier } from '../wire/tsig.ts';
import type { TsigKey } from '../wire/tsig-key.ts';
import type { Connection } from './connection.ts';
import { serverText, type DnsServer } from './dns-server.ts';
import { ExchangeError } from './exchange-error.ts';

export interface ConversationOptions {
  readonly server: DnsServer;
  readonly opcode: number;
  /** The request without signature. */
  readonly encode: (id: number) => Uint8Array;
  readonly key: TsigKey | undefined;
  readonly clock: Clock;
  /** For each answer. */
  readonly answerTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly onAnswer: (message: DecodedMessage) => void;
  /** Told once, at the end. */
  readonly onFailure: (error: unknown) => void;
}

/** One request and the answers to it, each checked and each within the time allowed. */
export interface Conversation {
  /** Takes no answers until `resume`; the time does not run. */
  pause(): void;
  resume(): void;
  /** @throws TsigError when the last answer so far must not be the last. */
  finish(): void;
  end(): void;
}

export function createConversation(
  connection: Connection,
  options: ConversationOptions,
): Conversation {
  const { server, key, clock, answerTimeoutMs, signal } = options;
  let verifier: TsigVerifier | undefined;
  let cancelTimer = (): void => {};
  let isPaused = false;

  const fail = (error: unknown): void => {
    end();
    options.onFailure(error);
  };
  const silent = (): void =>
    fail(
      new ExchangeError(
        'answer',
        `${serverText(server)} did not answer within ${answerTimeoutMs / 1000} s`,
      ),
    );
  const wait = (): void => {
    cancelTimer();
    if (!isPaused) cancelTimer = clock.after(answerTimeoutMs, silent);
  };
  const aborted = (): void => fail(signal.reason);
  const forget = connection.send(
    (id) => {
      const plain = options.encode(id);
      if (key === undefined) return plain;
      const { bytes, mac } = signMessage(plain, { key, nowMs: clock.now() });
      verifier = createTsigVerifier(key, mac, () => clock.now());
      return bytes;
    },
    {
      message(bytes) {
        try {
          const message = decodeMessage(bytes);
          if (!message.isResponse || message.opcode !== options.opcode) return;
          checkSignature(verifier, bytes, message);
          wait();
          options.onAnswer(message);
        } catch (error) {
          fail(error);
        }
      },
      lost: fail,
    },
  );
  const end = (): void => {
    cancelTimer();
    signal.removeEventListener('abort', aborted);
    forget();
  };
  signal.addEventListener('abort', aborted, { once: true });
  if (signal.aborted) aborted();
  else wait();

  return {
    pause() {
      isPaused = true;
      cancelTimer();
      connection.pause();
    },
    resume() {
      isPaused = false;
      wait();
      connection.resume();
    },
    finish: () => verifier?.finish(),
    end,
  };
}

/** An error without a signature can only keep us from something, so it is believed: servers that know no TSIG answer so. */
function checkSignature(
  verifier: TsigVerifier | undefined,
  bytes: Uint8Array,
  message: DecodedMessage,
): void {
  try {
    verifier?.accept(bytes, message);
  } catch (error) {
    const isUnsigned = error instanceof TsigError && error.code === 'UNSIGNED';
    if (!isUnsigned || message.rcode === rcodes.NOERROR) throw error;
  }
}
