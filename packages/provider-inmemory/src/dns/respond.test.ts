import { decode, encode, type OptAnswer, type Packet } from 'dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { providerWith } from '../testing/provider-with.ts';
import { createResolver, type Resolver } from './resolve.ts';
import { respond } from './respond.ts';

const many = Array.from({ length: 60 }, (_, index) => `192.0.2.${index + 1}`).join(' | ');

async function createTestResolver(): Promise<Resolver> {
  const { zones } = await providerWith(
    ['example.org'],
    ['www.example.org A 192.0.2.1', `many.example.org A ${many}`],
  );
  return createResolver(zones, { defaultTtlSeconds: 300, negativeTtlSeconds: 60 });
}

const resolve = await createTestResolver();
const question = { type: 'A', name: 'www.example.org' } as const;
const opt: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 4096,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

function exchange(packet: Packet, transport: 'udp' | 'tcp' = 'udp') {
  const reply = respond(resolve, encode({ type: 'query', id: 7, ...packet }), transport);
  if (reply === undefined) return undefined;
  const { id, rcode, flag_aa, flag_tc, flag_rd, answers, additionals } = decode(
    reply,
  ) as ReturnType<typeof decode> & { rcode: string };
  return {
    id,
    rcode,
    flags: [flag_aa && 'aa', flag_tc && 'tc', flag_rd && 'rd'].filter(Boolean).join(' '),
    answers: answers?.length,
    opt: additionals?.flatMap((one) => (one.type === 'OPT' ? [one.extendedRcode] : [])),
    size: reply.length,
  };
}

test.each<[string, Packet, 'udp' | 'tcp', object]>([
  [
    'an answer carries the id, the wish for recursion and authority',
    { questions: [question], flags: 0x100 },
    'udp',
    { id: 7, rcode: 'NOERROR', flags: 'aa rd', answers: 1, opt: [] },
  ],
  [
    'EDNS is answered with EDNS',
    { questions: [question], additionals: [opt] },
    'udp',
    { rcode: 'NOERROR', answers: 1, opt: [0] },
  ],
  [
    'a later version of EDNS is refused with BADVERS',
    { questions: [question], additionals: [{ ...opt, ednsVersion: 1 }] },
    'udp',
    { rcode: 'NOERROR', answers: 0, opt: [1] },
  ],
  [
    'what is too long for 512 bytes is truncated',
    { questions: [{ type: 'A', name: 'many.example.org' }] },
    'udp',
    { rcode: 'NOERROR', flags: 'aa tc', answers: 0 },
  ],
  [
    'no more than 1232 bytes are sent over UDP, however many are allowed',
    { questions: [{ type: 'A', name: 'many.example.org' }], additionals: [opt] },
    'udp',
    { rcode: 'NOERROR', flags: 'aa tc', answers: 0, opt: [0] },
  ],
  [
    'over TCP all is sent',
    { questions: [{ type: 'A', name: 'many.example.org' }] },
    'tcp',
    { rcode: 'NOERROR', flags: 'aa', answers: 60 },
  ],
  [
    'an UPDATE is not implemented',
    { questions: [question], flags: 5 << 11 },
    'udp',
    { rcode: 'NOTIMP', answers: 0 },
  ],
  ['no question is no query', { questions: [] }, 'udp', { rcode: 'FORMERR' }],
  [
    'two questions are too many',
    { questions: [question, question] },
    'udp',
    { rcode: 'FORMERR', answers: 0 },
  ],
  [
    'classes other than IN are refused',
    { questions: [{ ...question, class: 'CH' }] },
    'udp',
    { rcode: 'REFUSED', flags: '' },
  ],
  [
    'zone transfers are refused',
    { questions: [{ type: 'AXFR', name: 'example.org' }] },
    'tcp',
    { rcode: 'REFUSED', flags: '' },
  ],
])('%s', (_, packet, transport, expected) => {
  expect(exchange(packet, transport)).toMatchObject(expected);
});

test('replies get no reply, nor does what is too short for a query', () => {
  expect(exchange({ type: 'response', questions: [question] })).toBeUndefined();
  expect(respond(resolve, Buffer.alloc(11), 'udp')).toBeUndefined();
});

test('a message that cannot be read is a format error with its id', () => {
  const message = encode({ type: 'query', id: 258, questions: [question] }).subarray(0, 20);
  expect(respond(resolve, message, 'udp')?.toString('hex')).toBe('010280010000000000000000');
});

test('no message makes it throw, and no reply over UDP is longer than 1232 bytes', () => {
  const whole = encode({ type: 'query', id: 1, questions: [question], additionals: [opt] });
  const mangled = fc
    .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 })
    .map((edits) => {
      const message = Buffer.from(whole);
      for (const [at, byte] of edits) message[at] = byte;
      return message;
    });
  const random = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.oneof(mangled, random), (message) => {
      expect(respond(resolve, message, 'udp')?.length ?? 0).toBeLessThanOrEqual(1232);
    }),
    { numRuns: 2000 },
  );
});
