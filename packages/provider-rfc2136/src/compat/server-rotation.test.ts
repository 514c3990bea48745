import { describe, expect, test } from 'vitest';
import type { DnsServer } from '../transport/dns-server.ts';
import { createServerRotation } from './server-rotation.ts';

const server = (host: string): DnsServer => ({ host, port: 53 });

/** The hosts that are given; `!` behind a step says that the server failed. */
function hosts(
  names: readonly [string, ...string[]],
  strategy: 'disabled' | 'round-robin' | 'random',
  steps: string,
  random = 0,
): string {
  const [first, ...others] = names;
  const rotation = createServerRotation(
    [server(first), ...others.map(server)],
    strategy,
    () => random,
  );
  const given: string[] = [];
  for (const step of steps) {
    if (step === '!') rotation.failed();
    else given.push(rotation.next().host);
  }
  return given.join(' ');
}

describe('upstream takes', () => {
  test.each([
    ['one server always', hosts(['a'], 'round-robin', '.!.!.'), 'a a a'],
    [
      'the first until it fails, and then stays',
      hosts(['a', 'b', 'c'], 'disabled', '..!...!.'),
      'a a b b b c',
    ],
    ['the first again after the last', hosts(['a', 'b'], 'disabled', '.!.!.'), 'a b a'],
    ['one after the other', hosts(['a', 'b', 'c'], 'round-robin', '.!...'), 'a b c a'],
    ['any but the first', hosts(['a', 'b', 'c'], 'random', '..', 0.99), 'c c'],
    ['the other of two at random', hosts(['a', 'b'], 'random', '..'), 'b b'],
  ])('%s', (_, given, expected) => {
    expect(given).toBe(expected);
  });
});
