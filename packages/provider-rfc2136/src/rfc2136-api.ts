import { opcodes, rcodeName, rcodes } from './wire/codes.ts';
import type { WireRecord } from './wire/message.ts';
import { classNumbers, typeNumbers } from './wire/record-types.ts';
import { serialOf } from './wire/soa.ts';
import { createTransferReader, type TransferStep } from './wire/transfer.ts';
import type { DnsClient, Request } from './transport/dns-client.ts';
import { serverText, type DnsServer } from './transport/dns-server.ts';
import { WireFormatError } from './wire/wire-format-error.ts';

/** An answer that is an error. */
export class RcodeError extends Error {
  override readonly name = 'RcodeError';
  readonly rcode: number;

  constructor(server: DnsServer, rcode: number) {
    super(`${serverText(server)} answered ${rcodeName(rcode)}`);
    this.rcode = rcode;
  }
}

/** The sections of an update that matter (RFC 2136, 2.4 and 2.5). */
export interface ZoneUpdate {
  readonly prerequisites: readonly WireRecord[];
  readonly updates: readonly WireRecord[];
}

/**
 * The requests that are made of one server; `zone` is an absolute name with its final dot. What goes wrong is an `RcodeError`,
 * or what `DnsClient` throws.
 */
export interface Rfc2136Api {
  /** The zone's serial number. */
  serial(server: DnsServer, zone: string, signal: AbortSignal): Promise<number>;
  /** The whole zone (RFC 5936), or what differs since a serial, where the server still knows it (RFC 1995). */
  transfer(
    server: DnsServer,
    zone: string,
    since: number | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<readonly TransferStep[]>;
  /** All of an update or nothing; `NOERROR` or the prerequisite that does not hold: `YXDOMAIN`, `YXRRSET`, `NXDOMAIN`, `NXRRSET`. */
  update(server: DnsServer, zone: string, update: ZoneUpdate, signal: AbortSignal): Promise<number>;
  close(): void;
}

const prerequisiteCodes: ReadonlySet<number> = new Set([
  rcodes.YXDOMAIN,
  rcodes.YXRRSET,
  rcodes.NXDOMAIN,
  rcodes.NXRRSET,
]);

export function createRfc2136Api(client: DnsClient): Rfc2136Api {
  return {
    async serial(server, zone, signal) {
      const answer = await client.exchange(server, question(zone, typeNumbers.SOA), signal);
      if (answer.rcode !== rcodes.NOERROR) throw new RcodeError(server, answer.rcode);
      const soa = answer.answers.find(({ type }) => type === typeNumbers.SOA);
      if (soa === undefined || soa.name.toLowerCase() !== zone.toLowerCase())
        throw new RcodeError(server, rcodes.NOTAUTH);
      return serialOf(soa);
    },

    async *transfer(server, zone, since, signal) {
      const reader = createTransferReader(since);
      let steps: readonly TransferStep[] = [];
      const request =
        since === undefined
          ? question(zone, typeNumbers.AXFR)
          : { ...question(zone, typeNumbers.IXFR), authorities: [soaOfSerial(zone, since)] };
      const answers = client.stream(
        server,
        request,
        (message) => {
          if (message.answers.length === 0)
            throw new WireFormatError(`${serverText(server)} sent an empty transfer`);
          steps = reader.take(message.answers);
          return reader.isDone;
        },
        signal,
      );
      for await (const message of answers) {
        if (message.rcode !== rcodes.NOERROR) throw new RcodeError(server, message.rcode);
        yield steps;
      }
    },

    async update(server, zone, { prerequisites, updates }, signal) {
      const request: Request = {
        opcode: opcodes.UPDATE,
        questions: [{ name: zone, type: typeNumbers.SOA, class: classNumbers.IN }],
        answers: prerequisites,
        authorities: updates,
        additionals: [],
      };
      const { rcode } = await client.exchange(server, request, signal);
      if (rcode !== rcodes.NOERROR && !prerequisiteCodes.has(rcode))
        throw new RcodeError(server, rcode);
      return rcode;
    },

    close: () => client.close(),
  };
}

function question(name: string, type: number): Request {
  return {
    opcode: opcodes.QUERY,
    questions: [{ name, type, class: classNumbers.IN }],
    answers: [],
    authorities: [],
    additionals: [],
  };
}

/** A SOA record of which only the serial number is read (RFC 1995, 3). */
function soaOfSerial(zone: string, serial: number): WireRecord {
  const data = new Uint8Array(22);
  new DataView(data.buffer).setUint32(2, serial);
  return { name: zone, type: typeNumbers.SOA, class: classNumbers.IN, ttlSeconds: 0, data };
}
