import type { ServerResponse } from 'node:http';
import type { Clock } from '@org/dns-core';
import type { ServiceReply } from './message.ts';

export interface WriteLimits {
  readonly clock: Clock;
  /** How long a client may take none of the bytes that are ready for it; 0: forever. */
  readonly stallMs: number;
}

/**
 * Sends a reply, no faster than the client takes it. Rejects when the body broke off or the client went away or stood still;
 * the connection is cut then.
 */
export async function writeReply(
  response: ServerResponse,
  reply: ServiceReply,
  limits: WriteLimits,
): Promise<void> {
  const { status, headers, body } = reply;
  if (body === undefined || typeof body === 'string') {
    response.writeHead(status, {
      ...headers,
      ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body ?? '') }),
    });
    response.end(body);
    return;
  }
  try {
    response.writeHead(status, headers);
    for await (const piece of body) {
      if (response.destroyed) throw new Error('the client went away');
      if (!response.write(piece)) await drained(response, limits);
    }
    response.end();
  } catch (error) {
    response.destroy();
    throw error;
  }
}

function drained(response: ServerResponse, { clock, stallMs }: WriteLimits): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      cancel();
      response.off('drain', onDrain);
      response.off('close', onClose);
    };
    const onDrain = (): void => {
      end();
      resolve();
    };
    const onClose = (): void => {
      end();
      reject(new Error('the client went away'));
    };
    const onStall = (): void => {
      end();
      reject(new Error(`the client took nothing for ${stallMs} ms`));
    };
    const cancel = stallMs === 0 ? () => {} : clock.after(stallMs, onStall);
    response.once('drain', onDrain);
    response.once('close', onClose);
    if (response.destroyed) onClose();
  });
}
