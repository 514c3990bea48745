import { createManualClock } from '@org/dns-provider-kit/testing';
import { describe, expect, test } from 'vitest';
import type { LoadBalancing } from './options.ts';
import { RcodeError } from './rfc2136-api.ts';
import { createServerChoice } from './server-choice.ts';
import { ExchangeError } from './transport/exchange-error.ts';
import { rcodes } from './wire/codes.ts';
import { TsigError } from './wire/tsig.ts';

const servers = ['ns1', 'ns2', 'ns3'].map((host) => ({ host, port: 53 }));

function start(strategy: LoadBalancing, random = 0) {
  const clock = createManualClock();
  const choice = createServerChoice({ servers, strategy, random: () => random, clock });
  /** The servers that were asked, and the end of it. */
  const ask = async (
    zone: string,
    purpose: 'read' | 'write',
    errors: Readonly<Record<string, Error>> = {},
  ): Promise<string> => {
    const asked: string[] = [];
    try {
      await choice.run(zone, purpose, async ({ host }) => {
        asked.push(host);
        const error = errors[host];
        if (error !== undefined) throw error;
      });
      return asked.join(' ');
    } catch (error) {
      return `${asked.join(' ')}: ${(error as Error).message}`;
    }
  };
  return { clock, ask };
}

const down = new ExchangeError('connect', 'down');
const lost = new ExchangeError('answer', 'lost');
const badKey = new TsigError('BADKEY', 'no such key', true);
const forged = new TsigError('BADSIG', 'forged');
const answer = (rcode: number) => new RcodeError({ host: 'ns1', port: 53 }, rcode);

describe('zones are spread', () => {
  test.each<[LoadBalancing, number, string[]]>([
    ['disabled', 0.9, ['ns1', 'ns1', 'ns1']],
    ['round-robin', 0.9, ['ns1', 'ns2', 'ns3']],
    ['random', 0.9, ['ns3', 'ns3', 'ns3']],
  ])('%s', async (strategy, random, expected) => {
    const { ask } = start(strategy, random);
    const first = [await ask('a', 'read'), await ask('b', 'read'), await ask('c', 'read')];
    expect(first).toEqual(expected);
    // A zone stays where it is.
    expect([await ask('a', 'write'), await ask('b', 'write'), await ask('c', 'read')]).toEqual(
      expected,
    );
  });
});

describe('another server is tried', () => {
  test.each<[string, 'read' | 'write', Error, string]>([
    ['when one cannot be reached', 'write', down, 'ns1 ns2'],
    ['when one does not answer a question', 'read', lost, 'ns1 ns2'],
    ['never when one may have written', 'write', lost, 'ns1: lost'],
    ['when one does not know the key', 'write', badKey, 'ns1 ns2'],
    ['when what one reads is not signed well', 'read', forged, 'ns1 ns2'],
    ['never when a confirmation is not signed well', 'write', forged, 'ns1: forged'],
    ['when one does not serve the zone', 'write', answer(rcodes.NOTAUTH), 'ns1 ns2'],
    ['when one does not forward updates', 'write', answer(rcodes.NOTIMP), 'ns1 ns2'],
    ['when one refuses', 'write', answer(rcodes.REFUSED), 'ns1 ns2'],
    ['when one is unwell', 'read', answer(rcodes.SERVFAIL), 'ns1 ns2'],
    [
      'never for a mistake of ours',
      'write',
      answer(rcodes.FORMERR),
      'ns1: ns1:53 answered FORMERR',
    ],
    ['never for a fault in the program', 'read', new TypeError('oops'), 'ns1: oops'],
  ])('%s', async (_, purpose, error, expected) => {
    expect(await start('disabled').ask('a', purpose, { ns1: error })).toBe(expected);
  });

  test('and the zone stays there, also when the first is back', async () => {
    const { ask, clock } = start('disabled');
    await ask('a', 'read', { ns1: down });
    clock.advance(60_000);
    expect(await ask('a', 'write')).toBe('ns2');
  });

  test('and other zones leave a server that is down for last, for half a minute', async () => {
    const { ask, clock } = start('disabled');
    await ask('a', 'read', { ns1: down });
    expect(await ask('b', 'read', { ns2: down, ns3: down })).toBe('ns2 ns3 ns1');
    clock.advance(30_000);
    expect(await ask('c', 'read')).toBe('ns1');
  });

  test('and an answer says more than silence', async () => {
    const { ask } = start('disabled');
    const errors = { ns1: down, ns2: answer(rcodes.REFUSED), ns3: lost };
    expect(await ask('a', 'read', errors)).toBe('ns1 ns2 ns3: ns1:53 answered REFUSED');
    expect(await ask('b', 'read', { ns1: down, ns2: down, ns3: down })).toBe('ns2 ns1 ns3: down');
  });
});
