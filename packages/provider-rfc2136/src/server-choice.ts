import type { Clock } from '@org/dns-core';
import type { LoadBalancing } from './options.ts';
import { RcodeError } from './rfc2136-api.ts';
import type { DnsServer } from './transport/dns-server.ts';
import { ExchangeError } from './transport/exchange-error.ts';
import { rcodes } from './wire/codes.ts';
import { TsigError } from './wire/tsig.ts';

/** How long a server that could not be reached comes last. */
const restMs = 30_000;

/** Answers that another server may not give: one that does not serve the zone, does not forward updates, or is unwell. */
const worthAnotherServer: ReadonlySet<number> = new Set([
  rcodes.SERVFAIL,
  rcodes.NOTIMP,
  rcodes.REFUSED,
  rcodes.NOTAUTH,
]);

/**
 * Which server a zone is asked at. A zone keeps to one server while that answers, so that what was written is what is read;
 * the strategy spreads zones: all to the first server, in turn, or at random.
 */
export interface ServerChoice {
  /**
   * Runs `attempt` at the zone's server, and where that failed, at the others; a write only where it certainly did nothing.
   * Where all fail, the error of one that gave an answer.
   */
  run<T>(
    zoneId: string,
    purpose: 'read' | 'write',
    attempt: (server: DnsServer) => Promise<T>,
  ): Promise<T>;
}

export interface ServerChoiceOptions {
  readonly servers: readonly DnsServer[];
  readonly strategy: LoadBalancing;
  readonly random: () => number;
  readonly clock: Clock;
}

export function createServerChoice(options: ServerChoiceOptions): ServerChoice {
  const { servers, strategy, random, clock } = options;
  const homes = new Map<string, number>();
  const restsUntilMs = new Map<number, number>();
  let turn = 0;

  const homeOf = (zoneId: string): number => {
    const known = homes.get(zoneId);
    if (known !== undefined) return known;
    let home = 0;
    if (strategy === 'round-robin') home = turn++ % servers.length;
    else if (strategy === 'random') home = Math.floor(random() * servers.length);
    homes.set(zoneId, home);
    return home;
  };

  const order = (zoneId: string): readonly number[] => {
    const home = homeOf(zoneId);
    const inTurn = servers.map((_, at) => (home + at) % servers.length);
    const rests = (at: number): boolean => (restsUntilMs.get(at) ?? 0) > clock.now();
    return [...inTurn.filter((at) => !rests(at)), ...inTurn.filter(rests)];
  };

  return {
    async run(zoneId, purpose, attempt) {
      const errors: unknown[] = [];
      for (const at of order(zoneId)) {
        const server = servers[at];
        if (server === undefined) continue;
        try {
          const result = await attempt(server);
          homes.set(zoneId, at);
          restsUntilMs.delete(at);
          return result;
        } catch (error) {
          if (error instanceof ExchangeError) restsUntilMs.set(at, clock.now() + restMs);
          if (!mayTryAnother(error, purpose)) throw error;
          errors.push(error);
        }
      }
      throw errors.find((error) => !(error instanceof ExchangeError)) ?? errors[0];
    },
  };
}

function mayTryAnother(error: unknown, purpose: 'read' | 'write'): boolean {
  if (error instanceof ExchangeError) return purpose === 'read' || error.stage === 'connect';
  if (error instanceof TsigError) return purpose === 'read' || error.isRefusal;
  return error instanceof RcodeError && worthAnotherServer.has(error.rcode);
}
