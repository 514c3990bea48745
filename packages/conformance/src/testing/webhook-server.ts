import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isWithin, sameTargets, toDnsName, type Endpoint } from '@org/dns-core';
import {
  decodeChanges,
  decodeEndpoints,
  encodeEndpoints,
  isMediaType,
  mediaType,
  type WebhookChanges,
} from '@org/dns-webhook-protocol';

interface TestReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface TestRequest {
  /** Such as `GET /records`. */
  readonly what: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What is wrong with the service. */
export interface Spoilt {
  /** Another answer in the place of the right one. */
  readonly answer?: (request: TestRequest, right: () => TestReply) => TestReply;
  /** Other changes in the place of those asked for. */
  readonly changes?: (
    changes: WebhookChanges,
    held: ReadonlyMap<string, Endpoint>,
  ) => WebhookChanges;
  /** Another list in the place of the right one. */
  readonly list?: (endpoints: readonly Endpoint[]) => readonly Endpoint[];
  /** Another adjustment than none. */
  readonly adjust?: (endpoints: readonly Endpoint[]) => readonly Endpoint[];
}

export interface WebhookServer {
  readonly url: string;
  readonly held: Map<string, Endpoint>;
  stop(): Promise<void>;
}

const headers = { 'content-type': mediaType };

/** A webhook service in memory that keeps every promise of version 1, unless it is spoilt. */
export async function startWebhookServer(spoilt: Spoilt = {}): Promise<WebhookServer> {
  const held = new Map<string, Endpoint>();

  const right = ({ what, headers: asked, body }: TestRequest): TestReply => {
    const isTyped = isMediaType(String(asked['content-type']));
    switch (what) {
      case 'GET /':
        return { status: 200, headers, body: '{"include":["example.org"]}' };
      case 'GET /records':
        return { status: 200, headers, body: listOf((spoilt.list ?? same)([...held.values()])) };
      case 'POST /adjustendpoints': {
        const wanted = decodeEndpoints(Buffer.from(body));
        if (!wanted.ok) return { status: 400, body: wanted.problem };
        return { status: 200, headers, body: listOf((spoilt.adjust ?? same)(wanted.value)) };
      }
      case 'POST /records': {
        if (!isTyped) return { status: 415 };
        const changes = decodeChanges(body);
        if (!changes.ok) return { status: 400, body: changes.problem };
        return write((spoilt.changes ?? same)(changes.value, held), held);
      }
      default:
        return { status: 404 };
    }
  };

  const server = createServer((incoming, outgoing) => {
    void readAll(incoming).then((body) => {
      const request = {
        what: `${incoming.method} ${incoming.url}`,
        headers: incoming.headers,
        body,
      };
      const reply = spoilt.answer?.(request, () => right(request)) ?? right(request);
      outgoing.writeHead(reply.status, reply.headers);
      outgoing.end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function keyOf({ name, type, setIdentifier }: Endpoint): string {
  return `${name} ${type} ${setIdentifier}`;
}

const same = <T>(value: T): T => value;
const listOf = (endpoints: readonly Endpoint[]): string => [...encodeEndpoints(endpoints)].join('');

function write(changes: WebhookChanges, held: Map<string, Endpoint>): TestReply {
  const outside = [...changes.create, ...changes.updateNew].some(
    ({ name }) => !isWithin(name, toDnsName('example.org')),
  );
  const differs = changes.create.some((endpoint) => {
    const present = held.get(keyOf(endpoint));
    return present !== undefined && !sameTargets(present.targets, endpoint.targets);
  });
  if (outside || differs) return { status: 500, body: 'refused' };
  for (const endpoint of changes.delete) held.delete(keyOf(endpoint));
  for (const endpoint of [...changes.updateNew, ...changes.create])
    held.set(keyOf(endpoint), { ...endpoint, labels: {} });
  return { status: 204 };
}

async function readAll(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
