import { decode, encode, type Answer, type Packet } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { opcodes } from './codes.ts';
import { decodeMessage, encodeMessage, recordLength, type WireRecord } from './message.ts';
import { formatRecordData, parseRecordData } from './record-data-text.ts';
import { classNumbers, typeName, typeNumber, typeNumbers } from './record-types.ts';
import { WireFormatError } from './wire-format-error.ts';
import { nameToBytes } from './wire-name.ts';

const record = (name: string, type: string, text: string, ttlSeconds = 60): WireRecord => {
  const number = typeNumber(type) ?? 0;
  return { name, type: number, class: 1, ttlSeconds, data: parseRecordData(number, text) };
};

const header = { id: 7, isResponse: false, opcode: opcodes.QUERY, rcode: 0 };
const empty = { questions: [], answers: [], authorities: [], additionals: [] };

describe('a message', () => {
  test('comes back as it was', () => {
    const message = {
      id: 4711,
      isResponse: true,
      opcode: opcodes.UPDATE,
      rcode: 8,
      isAuthoritative: true,
      isTruncated: false,
      questions: [{ name: 'example.org.', type: typeNumbers.SOA, class: classNumbers.IN }],
      answers: [
        { name: 'a.example.org.', type: 255, class: 254, ttlSeconds: 0, data: new Uint8Array() },
      ],
      authorities: [record('b.example.org.', 'A', '192.0.2.1', 4_294_967_295)],
      additionals: [record('.', 'TXT', '"x"')],
    };
    expect(decodeMessage(encodeMessage(message))).toEqual({ ...message, lastRecordOffset: 83 });
  });

  test('takes empty data for every type, as updates have it', () => {
    const removal = {
      name: 'a.',
      type: typeNumbers.MX,
      class: classNumbers.ANY,
      ttlSeconds: 0,
      data: new Uint8Array(),
    };
    const { authorities } = decodeMessage(
      encodeMessage({ ...header, ...empty, authorities: [removal] }),
    );
    expect(authorities).toEqual([removal]);
  });

  test('of more than 64 KiB is not made', () => {
    const long = record('a.', 'TYPE65280', `\\# 60000 ${'00'.repeat(60_000)}`);
    expect(() => encodeMessage({ ...header, ...empty, answers: [long, long] })).toThrow(
      new WireFormatError('a message of 120038 bytes; 65535 are the most'),
    );
  });

  test('has records of the length that is foretold', () => {
    const one = record('www.example.org.', 'MX', '10 mail.example.org.');
    const without = encodeMessage({ ...header, ...empty });
    const bytes = encodeMessage({ ...header, ...empty, answers: [one] });
    expect(recordLength(one)).toBe(bytes.length - without.length);
  });

  test('with bytes behind its end is refused', () => {
    const bytes = Buffer.concat([encodeMessage({ ...header, ...empty }), Buffer.of(0)]);
    expect(() => decodeMessage(bytes)).toThrow(
      new WireFormatError('1 bytes too many in a message'),
    );
  });
});

const label = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
const host = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.'));
const u16 = fc.nat(65_535);
const text = fc.string({ minLength: 1, maxLength: 40, unit: 'binary-ascii' });
const ip6 = fc
  .array(u16, { minLength: 8, maxLength: 8 })
  .map((groups) => groups.map((one) => one.toString(16)).join(':'));

/** What `dns-packet` says of a record, and what we say of it. */
const samples: fc.Arbitrary<{
  readonly type: string;
  readonly data: unknown;
  readonly text: string;
}> = fc.oneof(
  fc.ipV4().map((ip) => ({ type: 'A', data: ip, text: ip })),
  ip6.map((ip) => ({ type: 'AAAA', data: ip, text: ip })),
  fc
    .tuple(fc.constantFrom('CNAME', 'NS', 'PTR', 'DNAME'), host)
    .map(([type, name]) => ({ type, data: name, text: `${name}.` })),
  fc.tuple(u16, host).map(([preference, exchange]) => ({
    type: 'MX',
    data: { preference, exchange },
    text: `${preference} ${exchange}.`,
  })),
  fc.tuple(u16, u16, u16, host).map(([priority, weight, port, target]) => ({
    type: 'SRV',
    data: { priority, weight, port, target },
    text: `${priority} ${weight} ${port} ${target}.`,
  })),
  fc.array(text, { minLength: 1, maxLength: 4 }).map((strings) => ({
    type: 'TXT',
    data: strings.map((one) => Buffer.from(one)),
    text: strings.map(quote).join(' '),
  })),
  fc.tuple(fc.constantFrom(0, 128), label, text).map(([flags, tag, value]) => ({
    type: 'CAA',
    data: { flags, tag, value, issuerCritical: flags === 128 },
    text: `${flags} ${tag} ${quote(value)}`,
  })),
  fc.tuple(u16, u16, text, text, host).map(([order, preference, flags, services, replacement]) => ({
    type: 'NAPTR',
    data: { order, preference, flags, services, regexp: '', replacement },
    text: `${order} ${preference} ${quote(flags)} ${quote(services)} "" ${replacement}.`,
  })),
  fc.tuple(fc.nat(255), fc.uint8Array({ minLength: 1, maxLength: 40 })).map(([usage, bytes]) => ({
    type: 'TLSA',
    data: { usage, selector: 1, matchingType: 1, certificate: Buffer.from(bytes) },
    text: `${usage} 1 1 ${Buffer.from(bytes).toString('hex')}`,
  })),
);

function quote(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&').replaceAll(/[^ -~]/g, decimal)}"`;
}

function decimal(character: string): string {
  return `\\${String(character.charCodeAt(0)).padStart(3, '0')}`;
}

describe('another codec agrees', () => {
  test('on what it writes', () => {
    fc.assert(
      fc.property(host, u16, fc.array(samples, { maxLength: 8 }), (name, id, sets) => {
        const answers = sets.map(
          ({ type, data }, at) =>
            ({ name: `${at}.${name}`, type, ttl: at, class: 'IN', data }) as Answer,
        );
        const packet: Packet = {
          type: 'response',
          id,
          questions: [{ type: 'AXFR', name, class: 'IN' }],
          answers,
        };
        const message = decodeMessage(encode(packet));
        expect({ id: message.id, isResponse: message.isResponse }).toEqual({
          id,
          isResponse: true,
        });
        expect(message.questions).toEqual([{ name: `${name}.`, type: typeNumbers.AXFR, class: 1 }]);
        expect(message.answers.map(said)).toEqual(
          sets.map(
            ({ type, text: written }, at) =>
              `${at}.${name}. ${at} ${type} ${canonical(type, written)}`,
          ),
        );
      }),
    );
  });

  test('on what we write', () => {
    fc.assert(
      fc.property(host, u16, fc.array(samples, { maxLength: 8 }), (name, id, sets) => {
        const answers = sets.map(({ type, text: written }, at) =>
          record(`${at}.${name}.`, type, written, at),
        );
        const bytes = encodeMessage({ ...header, ...empty, id, isResponse: true, answers });
        const packet = decode(Buffer.from(bytes));
        expect(packet.id).toBe(id);
        // Its own bytes for what it read are the judge of its reading.
        const again = decodeMessage(encode(packet as Packet));
        expect(again.answers).toEqual(answers);
      }),
    );
  });
});

const canonical = (type: string, written: string): string =>
  formatRecordData(typeNumber(type) ?? 0, parseRecordData(typeNumber(type) ?? 0, written));

function said({ name, ttlSeconds, type, data }: WireRecord): string {
  return `${name} ${ttlSeconds} ${typeName(type)} ${formatRecordData(type, data)}`;
}

describe('garbage', () => {
  /** `true`: it is a message, or refused in the one way that callers know. */
  const isHandled = (bytes: Uint8Array): boolean => {
    try {
      const { answers, authorities, additionals } = decodeMessage(bytes);
      for (const { type, data } of [...answers, ...authorities, ...additionals])
        if (data.length > 0) formatRecordData(type, data);
      return true;
    } catch (error) {
      return error instanceof WireFormatError;
    }
  };

  test('is a message or refused', () => {
    const handled = fc.property(fc.uint8Array({ maxLength: 200 }), isHandled);
    expect(fc.check(handled, { numRuns: 2000 }).failed).toBe(false);
  });

  test('in a message that was one is a message or refused', () => {
    const whole = encode({
      type: 'response',
      questions: [{ type: 'A', name: 'www.example.org' }],
      answers: [
        {
          type: 'MX',
          name: 'www.example.org',
          data: { preference: 1, exchange: 'mail.example.org' },
        },
        { type: 'TXT', name: 'www.example.org', data: ['a', 'b'] },
        { type: 'CAA', name: 'example.org', data: { flags: 0, tag: 'issue', value: 'ca' } },
      ],
    });
    const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 6,
    });
    const handled = fc.property(edits, fc.nat(whole.length), (changes, length) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      return isHandled(bytes.subarray(0, length)) && isHandled(bytes);
    });
    expect(fc.check(handled, { numRuns: 2000 }).failed).toBe(false);
  });

  test('in compression pointers ends', () => {
    const question = [...nameToBytes('a.b.c.').slice(0, -1), 0xc0, 12, 0, 1, 0, 1];
    expect(() =>
      decodeMessage(Uint8Array.from([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...question])),
    ).toThrow(WireFormatError);
  });
});
