import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Clock } from '@org/dns-core';
import type { DnsServer } from '../transport/dns-server.ts';
import { createFrameReader, toFrame } from '../transport/message-frames.ts';
import { opcodes, rcodes } from '../wire/codes.ts';
import {
  decodeMessage,
  encodeMessage,
  type DecodedMessage,
  type WireRecord,
} from '../wire/message.ts';
import { typeName } from '../wire/record-types.ts';
import { serialOf } from '../wire/soa.ts';
import type { TsigKey } from '../wire/tsig-key.ts';
import { signMessage, splitTsig } from '../wire/tsig.ts';
import { createFakeZone, type FakeZone } from './fake-zone.ts';

export type Fault =
  | { readonly kind: 'rcode'; readonly rcode: number }
  /** The connection ends before or after the request took effect. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  /** No answer comes, before or after the request took effect. */
  | { readonly kind: 'silence'; readonly when: 'before' | 'after' }
  | { readonly kind: 'unsigned' }
  /** The server's clock is so far ahead. */
  | { readonly kind: 'clock'; readonly aheadMs: number }
  /** A transfer ends after its first message; or has one message left out, or twice. */
  | { readonly kind: 'cut' | 'gap' | 'repeat' };

export interface FakeDnsServer extends DnsServer {
  readonly zones: ReadonlyMap<string, FakeZone>;
  /** Each request with its rcode unless it is 0, such as `UPDATE example.org. REFUSED`; emptied when taken. */
  take(): readonly string[];
  connections: number;
  /** What happens to a request instead of an answer, asked each time. */
  fault: (request: string) => Fault | undefined;
  /** Names that may not be updated, as a server's policy says. */
  refuses: (name: string) => boolean;
  /** Whether it keeps the differences that an IXFR asks for. */
  hasJournal: boolean;
  close(): Promise<void>;
}

export interface FakeDnsServerOptions {
  /** Zone names with their records, see `createFakeZone`. */
  readonly zones: Readonly<Record<string, readonly string[]>>;
  /** All requests must be signed with it. */
  readonly key?: TsigKey;
  readonly clock: Clock;
  readonly recordsPerMessage?: number;
}

/** A primary DNS server on loopback, over TCP: SOA, AXFR, IXFR and UPDATE, with TSIG. */
export async function startFakeDnsServer(options: FakeDnsServerOptions): Promise<FakeDnsServer> {
  const { key, clock, recordsPerMessage = 3 } = options;
  const zones = new Map(
    Object.entries(options.zones).map(([name, lines]) => [name, createFakeZone(name, lines)]),
  );
  const requests: string[] = [];
  const sockets = new Set<Socket>();

  const server = createServer((socket) => {
    fake.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const read = createFrameReader();
    socket.on('data', (chunk: Uint8Array) => {
      for (const bytes of read(chunk)) serve(socket, bytes);
    });
  });

  function serve(socket: Socket, bytes: Uint8Array): void {
    const request = decodeMessage(bytes);
    const [question] = request.questions;
    const kind = request.opcode === opcodes.UPDATE ? 'UPDATE' : typeName(question?.type ?? 0);
    const text = `${kind} ${question?.name}`;
    const at = requests.push(text) - 1;
    const fault = fake.fault(text);
    if (fault?.kind === 'reset' && fault.when === 'before') return void socket.resetAndDestroy();
    if (fault?.kind === 'silence' && fault.when === 'before') return;
    const answer =
      fault?.kind === 'rcode'
        ? { rcode: fault.rcode, parts: [[]] }
        : answerTo(request, bytes, kind);
    if (answer.rcode !== 0) requests[at] = `${text} ${nameOfRcode(answer.rcode)}`;
    if (fault?.kind === 'reset') return void socket.resetAndDestroy();
    if (fault?.kind === 'silence') return;
    send(socket, request, bytes, answer, fault);
  }

  interface Answer {
    readonly rcode: number;
    /** The answer records, message by message. */
    readonly parts: readonly (readonly WireRecord[])[];
    readonly tsigError?: number;
  }

  function answerTo(request: DecodedMessage, bytes: Uint8Array, kind: string): Answer {
    const refusal = key === undefined ? undefined : checkSignature(key, request, bytes);
    if (refusal !== undefined) return { rcode: rcodes.NOTAUTH, parts: [[]], tsigError: refusal };
    const zone = zones.get(request.questions[0]?.name ?? '');
    if (zone === undefined) return { rcode: rcodes.NOTAUTH, parts: [[]] };
    if (kind === 'UPDATE') {
      const isRefused = request.authorities.some(({ name }) => fake.refuses(name));
      const rcode = isRefused ? rcodes.REFUSED : zone.update(request.answers, request.authorities);
      return { rcode, parts: [[]] };
    }
    if (kind === 'SOA') return { rcode: 0, parts: [[zone.soa()]] };
    const records = kind === 'IXFR' ? differences(zone, request) : undefined;
    return { rcode: 0, parts: cut(records ?? [zone.soa(), ...zone.records(), zone.soa()]) };
  }

  function differences(zone: FakeZone, request: DecodedMessage): readonly WireRecord[] | undefined {
    const [asked] = request.authorities;
    const since = asked === undefined ? 0 : serialOf(asked);
    if (since === zone.serial) return [zone.soa()];
    const steps = zone.journal.filter(({ from }) => from >= since);
    if (!fake.hasJournal || steps[0]?.from !== since) return undefined;
    const soaOf = (serial: number): WireRecord => {
      const soa = zone.soa();
      const data = Uint8Array.from(soa.data);
      new DataView(data.buffer).setUint32(data.length - 20, serial);
      return { ...soa, data };
    };
    return [
      zone.soa(),
      ...steps.flatMap(({ from, to, removed, added }) => [
        soaOf(from),
        ...removed,
        soaOf(to),
        ...added,
      ]),
      zone.soa(),
    ];
  }

  function cut(records: readonly WireRecord[]): readonly (readonly WireRecord[])[] {
    const parts: WireRecord[][] = [];
    for (let start = 0; start < records.length; start += recordsPerMessage)
      parts.push(records.slice(start, start + recordsPerMessage));
    return parts;
  }

  function checkSignature(
    own: TsigKey,
    request: DecodedMessage,
    bytes: Uint8Array,
  ): number | undefined {
    const split = splitTsig(bytes, request);
    if (split === undefined || split.tsig.keyName.toLowerCase() !== own.name.toLowerCase())
      return 17;
    const { mac } = signMessage(split.unsigned, { key: own, nowMs: split.tsig.timeSeconds * 1000 });
    return Buffer.from(mac).equals(split.tsig.mac) ? undefined : 16;
  }

  function send(
    socket: Socket,
    request: DecodedMessage,
    bytes: Uint8Array,
    answer: Answer,
    fault: Fault | undefined,
  ): void {
    let prior = splitTsig(bytes, request)?.tsig.mac;
    const messages = answer.parts.map((answers, at) => {
      const plain = encodeMessage({
        id: request.id,
        isResponse: true,
        opcode: request.opcode,
        rcode: answer.rcode,
        isAuthoritative: true,
        questions: at === 0 ? request.questions : [],
        answers,
        authorities: [],
        additionals: [],
      });
      if (key === undefined || prior === undefined || fault?.kind === 'unsigned') return plain;
      const isContinuation = at > 0;
      const nowMs = clock.now() + (fault?.kind === 'clock' ? fault.aheadMs : 0);
      const error = answer.tsigError ?? 0;
      const signed = signMessage(plain, { key, nowMs, prior, isContinuation, error });
      prior = signed.mac;
      return signed.bytes;
    });
    const [first, ...rest] = messages;
    let sent = messages;
    if (first !== undefined && fault?.kind === 'cut') sent = [first];
    if (first !== undefined && fault?.kind === 'gap') sent = [first, ...rest.slice(1)];
    if (first !== undefined && fault?.kind === 'repeat')
      sent = [first, ...rest.slice(0, 1), ...rest];
    for (const message of sent) socket.write(toFrame(message));
    if (fault?.kind === 'cut') socket.end();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeDnsServer = {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    zones,
    take: () => requests.splice(0),
    connections: 0,
    fault: () => undefined,
    refuses: () => false,
    hasJournal: true,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return fake;
}

function nameOfRcode(rcode: number): string {
  return Object.entries(rcodes).find(([, number]) => number === rcode)?.[0] ?? String(rcode);
}
