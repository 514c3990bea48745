import { Secret } from '@org/dns-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { opcodes } from './codes.ts';
import { decodeMessage, encodeMessage } from './message.ts';
import { typeNumbers } from './record-types.ts';
import { secretBytes, tsigAlgorithms, type TsigKey } from './tsig-key.ts';
import { createTsigVerifier, signMessage, splitTsig, TsigError } from './tsig.ts';
import { WireFormatError } from './wire-format-error.ts';

const key: TsigKey = {
  name: 'Key.example.',
  algorithm: 'hmac-sha256',
  secret: new Secret('c2VjcmV0IG9mIHR3byBzaWRlcw=='),
};
const nowMs = 1_700_000_000_000;

const messageOf = (id: number, isResponse: boolean): Uint8Array =>
  encodeMessage({
    id,
    isResponse,
    opcode: opcodes.QUERY,
    rcode: 0,
    questions: [{ name: 'example.org.', type: typeNumbers.SOA, class: 1 }],
    answers: [],
    authorities: [],
    additionals: [],
  });

const request = signMessage(messageOf(1, false), { key, nowMs });
const answer = (options: Partial<Parameters<typeof signMessage>[1]> = {}, id = 1): Uint8Array =>
  signMessage(messageOf(id, true), { key, nowMs, prior: request.mac, ...options }).bytes;

function verdict(answers: readonly Uint8Array[], own: TsigKey = key, time = nowMs): string {
  const verifier = createTsigVerifier(own, request.mac, () => time);
  try {
    for (const bytes of answers) verifier.accept(bytes, decodeMessage(bytes));
    verifier.finish();
    return 'good';
  } catch (error) {
    if (error instanceof WireFormatError) return 'no message';
    if (!(error instanceof TsigError)) throw error;
    return `${error.isRefusal ? 'refused ' : ''}${error.code}: ${error.message}`;
  }
}

const withLast = (bytes: Uint8Array, at: number): Uint8Array => {
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};

describe('the answer to a signed request', () => {
  const time = (seconds: number): Uint8Array => {
    const bytes = new Uint8Array(6);
    new DataView(bytes.buffer).setUint32(2, seconds);
    return bytes;
  };

  test.each([
    ['signed with our key', answer(), 'good'],
    ['signed with the key in capitals', answer({ key: { ...key, name: 'KEY.EXAMPLE.' } }), 'good'],
    ['not signed', messageOf(1, true), 'UNSIGNED: the answer is not signed'],
    [
      'signed with another secret',
      answer({ key: { ...key, secret: new Secret('b3RoZXI=') } }),
      'BADSIG: the signature of the answer is wrong',
    ],
    [
      'signed with another key',
      answer({ key: { ...key, name: 'other.' } }),
      'BADKEY: the answer is signed with another key, other.',
    ],
    [
      'signed with another algorithm',
      answer({ key: { ...key, algorithm: 'hmac-sha512' } }),
      'BADKEY: the answer is signed with another key, Key.example.',
    ],
    [
      'an answer to another request',
      answer({ prior: request.mac.map((byte) => byte ^ 1) }),
      'BADSIG: the signature of the answer is wrong',
    ],
    ['changed on its way', withLast(answer(), 13), 'BADSIG: the signature of the answer is wrong'],
    ['five minutes old', answer({ nowMs: nowMs - 300_000 }), 'good'],
    [
      'older',
      answer({ nowMs: nowMs - 301_000 }),
      "BADTIME: the server's clock is 301 s behind ours, 300 s are allowed (BADTIME); set both clocks",
    ],
    [
      'from the future',
      answer({ nowMs: nowMs + 400_000 }),
      "BADTIME: the server's clock is 400 s ahead of ours, 300 s are allowed (BADTIME); set both clocks",
    ],
    [
      'a refusal of our clock',
      answer({ error: 18, other: time(1_700_000_900) }),
      "refused BADTIME: the server's clock is 900 s ahead of ours, 300 s are allowed (BADTIME); set both clocks",
    ],
    [
      'a refusal of our key',
      answer({ error: 17 }),
      'refused BADKEY: the server does not know the key Key.example. with this algorithm (BADKEY)',
    ],
    [
      'a refusal of our signature',
      answer({ error: 16 }),
      'refused BADSIG: the server finds the signature wrong (BADSIG): its secret for the key Key.example. is another one',
    ],
    [
      'another refusal',
      answer({ error: 22 }),
      'refused BADTRUNC: the server did not take the signature (BADTRUNC)',
    ],
  ])('%s', (_, bytes, expected) => {
    expect(verdict([bytes])).toBe(expected);
  });

  test('under an id that a forwarder gave it is checked with its own', () => {
    const bytes = answer();
    bytes[1] = 99;
    expect(verdict([bytes])).toBe('good');
  });
});

describe('a stream of answers', () => {
  /** Signed where the letter is `s`. */
  function stream(pattern: string): readonly Uint8Array[] {
    let prior = request.mac;
    let between: Uint8Array[] = [];
    return Array.from(pattern, (letter, at) => {
      const plain = messageOf(1, true);
      if (letter !== 's') {
        between.push(plain);
        return plain;
      }
      const isContinuation = at > 0;
      // What was not signed is part of the next signature, in front of its message.
      const { bytes, mac } = signMessage(plain, {
        key,
        nowMs,
        prior,
        isContinuation,
        between,
      });
      prior = mac;
      between = [];
      return bytes;
    });
  }

  test.each([
    ['s', 'good'],
    ['ssss', 'good'],
    ['s--s--s', 'good'],
    [`s${'-'.repeat(99)}s`, 'good'],
    [`s${'-'.repeat(100)}s`, 'UNSIGNED: the answer is not signed'],
    ['-s', 'UNSIGNED: the answer is not signed'],
    ['s-', 'BADSIG: the last message of the answer is not signed'],
  ])('%s', (pattern, expected) => {
    expect(verdict(stream(pattern))).toBe(expected);
  });

  test('with one left out is refused', () => {
    const [first, , third] = stream('sss') as [Uint8Array, Uint8Array, Uint8Array];
    expect(verdict([first, third])).toBe('BADSIG: the signature of the answer is wrong');
  });
});

test.each(tsigAlgorithms)('%s signs and checks', (algorithm) => {
  const own = { ...key, algorithm };
  expect(verdict([answer({ key: own })], own)).toBe('good');
});

test('no single change of a signed answer goes unseen', () => {
  const bytes = answer();
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ flip;
      // The id is not signed, the original id is. Letters of names count in any case.
      fc.pre(at > 1 && flip !== 0x20);
      expect(verdict([changed])).not.toBe('good');
    }),
  );
});

test('what was signed is found again', () => {
  const split = splitTsig(request.bytes, decodeMessage(request.bytes));
  expect(split?.unsigned).toEqual(messageOf(1, false));
  expect(split?.tsig).toMatchObject({
    keyName: 'Key.example.',
    algorithm: 'hmac-sha256.',
    timeSeconds: 1_700_000_000,
    fudge: 300,
    originalId: 1,
    error: 0,
  });
});

test.each([
  ['c2VjcmV0', 'secret'],
  [' c2VjcmV0\n', 'secret'],
  ['c2Vjcm', undefined],
  ['not base64!', undefined],
  ['', undefined],
])('the bytes of %j', (text, bytes) => {
  const found = secretBytes(new Secret(text));
  expect(found === undefined ? undefined : Buffer.from(found).toString()).toBe(bytes);
});
