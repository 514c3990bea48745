import type { Clock, Zone } from '@org/dns-core';
import type { Rfc2136Api } from './rfc2136-api.ts';
import type { ServerChoice } from './server-choice.ts';
import { serverText, type DnsServer } from './transport/dns-server.ts';
import { createZoneContent, type ZoneContent, type ZoneContentBuilder } from './zone-content.ts';

/** After so long a zone is transferred whole again, for edits that did not move the serial number. */
const differencesForMs = 50 * 60_000;

/** What zones hold, kept up to date by the differences since the last look. */
export interface ZoneMirror {
  /** What the zone holds now. What is given is good until the next call for this zone. */
  refresh(zone: Zone, signal: AbortSignal): Promise<ZoneContent>;
}

interface Mirrored {
  readonly server: string;
  readonly content: ZoneContentBuilder;
  readonly wholeAtMs: number;
}

export function createZoneMirror(
  api: Pick<Rfc2136Api, 'transfer'>,
  choice: ServerChoice,
  clock: Clock,
): ZoneMirror {
  const mirrored = new Map<string, Mirrored>();
  /** One look at a zone follows the other, because each begins where the last one ended. */
  const turns = new Map<string, Promise<unknown>>();

  async function transferWhole(
    zone: Zone,
    server: DnsServer,
    signal: AbortSignal,
  ): Promise<ZoneContent> {
    const content = createZoneContent();
    const wholeAtMs = clock.now();
    for await (const steps of api.transfer(server, `${zone.name}.`, undefined, signal))
      content.take(steps);
    mirrored.set(zone.id, { server: serverText(server), content, wholeAtMs });
    return content;
  }

  async function look(zone: Zone, server: DnsServer, signal: AbortSignal): Promise<ZoneContent> {
    const known = mirrored.get(zone.id);
    const canFollow =
      known?.server === serverText(server) && clock.now() - known.wholeAtMs < differencesForMs;
    // A copy that was changed half way is of no use: it is there again once all differences are in.
    mirrored.delete(zone.id);
    if (!canFollow) return transferWhole(zone, server, signal);
    const { content } = known;
    for await (const steps of api.transfer(server, `${zone.name}.`, content.serial, signal))
      if (!content.take(steps)) return transferWhole(zone, server, signal);
    mirrored.set(zone.id, known);
    return content;
  }

  return {
    refresh(zone, signal) {
      const turn = (turns.get(zone.id) ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => choice.run(zone.id, 'read', (server) => look(zone, server, signal)));
      turns.set(zone.id, turn);
      return turn;
    },
  };
}
