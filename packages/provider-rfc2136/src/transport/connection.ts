import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Clock } from '@org/dns-core';
import { ExchangeError } from './exchange-error.ts';
import { createFrameReader, toFrame } from './message-frames.ts';

/** Who waits for answers under one id. */
interface Waiter {
  readonly message: (bytes: Uint8Array) => void;
  /** The connection is gone. */
  readonly lost: (error: ExchangeError) => void;
}

/** A connection on which several requests can be under way (RFC 7766, 6.2.1.1). */
export interface Connection {
  /** Sends a request under an id of its own; the function that is given back ends the wait. */
  send(encode: (id: number) => Uint8Array, waiter: Waiter): () => void;
  /** Stops reading until `resume`, so that a transfer does not outrun who takes it. */
  pause(): void;
  resume(): void;
  readonly isOpen: boolean;
  close(): void;
}

export interface ConnectionOptions {
  /** The server, for sentences about it. */
  readonly server: string;
  /** Closed after so long without anybody who waits. */
  readonly idleMs: number;
  readonly clock: Clock;
}

const idCount = 65_536;

export function createConnection(socket: Socket, options: ConnectionOptions): Connection {
  const { server, idleMs, clock } = options;
  const waiters = new Map<number, Waiter>();
  const read = createFrameReader();
  let isOpen = true;
  let cancelIdle = (): void => {};

  const lose = (reason: string): void => {
    isOpen = false;
    cancelIdle();
    socket.destroy();
    const error = new ExchangeError('answer', `${server}: ${reason}`);
    const all = [...waiters.values()];
    waiters.clear();
    for (const waiter of all) waiter.lost(error);
  };

  socket.on('data', (chunk: Uint8Array) => {
    for (const message of read(chunk)) {
      const id = (message[0] ?? 0) * 256 + (message[1] ?? 0);
      // What nobody waits for any more is left aside.
      if (message.length >= 2) waiters.get(id)?.message(message);
    }
  });
  socket.on('error', (error) => lose(error.message));
  socket.on('end', () => lose('the server closed the connection'));
  socket.on('close', () => lose('the connection is closed'));

  return {
    get isOpen() {
      return isOpen;
    },
    send(encode, waiter) {
      cancelIdle();
      let id = randomInt(idCount);
      while (waiters.has(id)) id = (id + 1) % idCount;
      const frame = toFrame(encode(id));
      waiters.set(id, waiter);
      socket.write(frame);
      return () => {
        if (waiters.get(id) !== waiter) return;
        waiters.delete(id);
        if (waiters.size > 0) return;
        cancelIdle();
        cancelIdle = clock.after(idleMs, () => lose('the connection is closed'));
      };
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    close: () => lose('the connection is closed'),
  };
}
