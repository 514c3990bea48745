import { toDnsName, type DnsName, type Endpoint } from '@org/dns-core';
import { createZoneFinder } from '@org/dns-provider-kit';
import type { Answer, SoaData } from 'dns-packet';
import { parentOf, type ZoneView } from '../store/memory-zone.ts';
import type { AnswerTtls } from './answer-ttls.ts';
import { toRecordData } from './record-data.ts';

/** What a server that knows some zones says to a question (RFC 1034, section 4.3.2). */
export interface Resolution {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'REFUSED';
  readonly authoritative: boolean;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly additionals: readonly Answer[];
}

export type Resolver = (name: string, type: string) => Resolution;

/** Answers from zones as they are at the time of the question: delegations, CNAMEs inside our zones, wildcards (RFC 4592). */
export function createResolver(zones: readonly ZoneView[], ttls: AnswerTtls): Resolver {
  const zoneOf = createZoneFinder(zones);

  function soaOf(zone: ZoneView): Answer {
    const { negativeTtlSeconds: ttl } = ttls;
    const within = (label: string) => (zone.name === '' ? label : `${label}.${zone.name}`);
    const data: SoaData = {
      mname: within('ns'),
      rname: within('hostmaster'),
      serial: zone.serial,
      refresh: 3600,
      retry: 600,
      expire: 86_400,
      minimum: ttl,
    };
    return { type: 'SOA', name: zone.name === '' ? '.' : zone.name, ttl, data };
  }

  /** Record sets as answers; those of one type are one set on the wire, so they share the smallest TTL. */
  function toAnswers(owner: string, sets: readonly Endpoint[]): readonly Answer[] {
    return [...Map.groupBy(sets, (set) => set.type.toUpperCase())].flatMap(([type, same]) => {
      const ttl = Math.min(...same.map((set) => set.ttlSeconds || ttls.defaultTtlSeconds));
      const targets = [...new Set(same.flatMap((set) => set.targets))];
      const data = targets
        .map((target) => toRecordData(type, target))
        .filter((one) => one !== undefined);
      const alone = type === 'CNAME' ? data.slice(0, 1) : data;
      return alone.map((one) => ({ type, name: owner, ttl, data: one }) as Answer);
    });
  }

  /** The record sets that answer for a name: its own, else those of the wildcard at its closest encloser. */
  function nodeAt(zone: ZoneView, name: DnsName): readonly Endpoint[] | undefined {
    if (zone.exists(name)) return zone.at(name);
    let encloser = parentOf(name);
    while (!zone.exists(encloser)) encloser = parentOf(encloser);
    const wildcard = (encloser === '' ? '*' : `*.${encloser}`) as DnsName;
    return zone.exists(wildcard) ? zone.at(wildcard) : undefined;
  }

  /** The name servers of the highest zone cut between the zone's own name and `name`. */
  function delegation(zone: ZoneView, name: DnsName, type: string): readonly Answer[] {
    let servers: readonly Answer[] = [];
    for (let at = name; at.length > zone.name.length; at = parentOf(at)) {
      if (at === name && type === 'DS') continue;
      const found = zone.at(at).filter((set) => set.type === 'NS');
      if (found.length > 0) servers = toAnswers(at, found);
    }
    return servers;
  }

  function glue(zone: ZoneView, servers: readonly Answer[]): readonly Answer[] {
    return servers.flatMap((server) => {
      const owner = 'data' in server && typeof server.data === 'string' ? server.data : '';
      const sets = zone.at(toDnsName(owner));
      return toAnswers(
        owner,
        sets.filter((set) => set.type === 'A' || set.type === 'AAAA'),
      );
    });
  }

  return (asked, type) => {
    const answers: Answer[] = [];
    const seen = new Set<DnsName>();
    const says = (part: Partial<Resolution>): Resolution => ({
      rcode: 'NOERROR',
      authoritative: true,
      answers,
      authorities: [],
      additionals: [],
      ...part,
    });
    for (let owner = asked; ;) {
      const name = toDnsName(owner);
      const zone = zoneOf(name);
      if (zone === undefined) {
        return answers.length > 0 ? says({}) : says({ rcode: 'REFUSED', authoritative: false });
      }
      if (seen.has(name)) return says({});
      seen.add(name);
      const servers = delegation(zone, name, type);
      if (servers.length > 0) {
        const authoritative = answers.length > 0;
        return says({ authoritative, authorities: servers, additionals: glue(zone, servers) });
      }
      const node = nodeAt(zone, name);
      if (node === undefined) return says({ rcode: 'NXDOMAIN', authorities: [soaOf(zone)] });
      const isAsked = (set: Endpoint) => type === 'ANY' || set.type.toUpperCase() === type;
      const found = toAnswers(owner, node.filter(isAsked));
      if (found.length > 0) return says({ answers: [...answers, ...found] });
      if (type === 'SOA' && name === zone.name) return says({ answers: [...answers, soaOf(zone)] });
      const [alias] = toAnswers(
        owner,
        node.filter((set) => set.type === 'CNAME'),
      );
      if (alias?.type !== 'CNAME') return says({ authorities: [soaOf(zone)] });
      answers.push(alias);
      owner = alias.data;
    }
  };
}
