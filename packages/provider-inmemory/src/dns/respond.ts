import {
  AUTHORITATIVE_ANSWER,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
  decode,
  encode,
  type Answer,
  type DecodedPacket,
  type OptAnswer,
  type Packet,
} from 'dns-packet';
import type { Resolution, Resolver } from './resolve.ts';

const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
type Rcode = keyof typeof rcodes;

/** BADVERS (RFC 6891, 6.1.3): the upper eight bits of 16, which travel in the OPT record. */
const badVersion = 1;
const opcodeBits = 0x7800;
/** What we take and send over UDP: fits the smallest usual MTU (DNS flag day 2020). */
const udpPayloadSize = 1232;
const plainUdpSize = 512;
const headerLength = 12;

/** The reply to one message as it came; `undefined` where none is due: too short to be a query, or itself a reply. */
export function respond(
  resolve: Resolver,
  message: Buffer,
  transport: 'udp' | 'tcp',
): Buffer | undefined {
  if (message.length < headerLength || (message.readUInt16BE(2) & 0x8000) !== 0) return undefined;
  const id = message.readUInt16BE(0);
  const asked = message.readUInt16BE(2) & (opcodeBits | RECURSION_DESIRED);
  let query: DecodedPacket;
  try {
    query = decode(message);
  } catch {
    return encode(reply(id, asked, 'FORMERR'));
  }
  const opt = query.additionals?.find((record): record is OptAnswer => record.type === 'OPT');
  const limit =
    transport === 'tcp'
      ? 65_535
      : Math.min(udpPayloadSize, Math.max(plainUdpSize, opt?.udpPayloadSize ?? 0));
  try {
    return fit(answer(resolve, query, id, asked, opt), limit);
  } catch {
    // A name or a value that the wire format cannot hold.
    return encode(reply(id, asked, 'SERVFAIL', query));
  }
}

function answer(
  resolve: Resolver,
  query: DecodedPacket,
  id: number,
  asked: number,
  opt: OptAnswer | undefined,
): Packet {
  const [question, ...more] = query.questions ?? [];
  const additionals = opt === undefined ? [] : [ourOpt(opt.ednsVersion > 0 ? badVersion : 0)];
  const refuse = (rcode: Rcode): Packet => ({ ...reply(id, asked, rcode, query), additionals });
  if (opt !== undefined && opt.ednsVersion > 0) return refuse('NOERROR');
  if ((asked & opcodeBits) !== 0) return refuse('NOTIMP');
  if (question === undefined || more.length > 0) return refuse('FORMERR');
  if (question.class !== 'IN' && question.class !== 'ANY') return refuse('REFUSED');
  if (question.type === 'AXFR' || question.type === 'IXFR') return refuse('REFUSED');
  return toPacket(resolve(question.name, question.type), refuse('NOERROR'));
}

function toPacket(resolution: Resolution, base: Packet): Packet {
  const { rcode, authoritative, answers, authorities, additionals } = resolution;
  const flags = (base.flags ?? 0) | rcodes[rcode] | (authoritative ? AUTHORITATIVE_ANSWER : 0);
  return {
    ...base,
    flags,
    answers: [...answers],
    authorities: [...authorities],
    additionals: [...additionals, ...(base.additionals ?? [])],
  };
}

function reply(id: number, asked: number, rcode: Rcode, query?: DecodedPacket): Packet {
  return { type: 'response', id, flags: asked | rcodes[rcode], questions: query?.questions ?? [] };
}

function ourOpt(extendedRcode: number): Answer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize,
    extendedRcode,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
}

/** What does not fit is asked for again over TCP: then nothing but the question is sent (RFC 2181, section 9). */
function fit(packet: Packet, limit: number): Buffer {
  const whole = encode(packet);
  if (whole.length <= limit) return whole;
  return encode({
    ...packet,
    flags: (packet.flags ?? 0) | TRUNCATED_RESPONSE,
    answers: [],
    authorities: [],
    additionals: packet.additionals?.filter((record) => record.type === 'OPT'),
  });
}
