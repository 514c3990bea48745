import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { WrapperOptions } from './wrapper-options.ts';
import { embeddedIpv4, parseNat64Networks } from './wrappers/nat64.ts';
import { reverseNameOf, wantsReverse } from './wrappers/reverse-records.ts';

/** From an address's reverse name to the forward names whose PTR may belong there. Holds nothing while PTR is not managed. */
export interface ReverseIndex {
  /** Replaces what is said about a forward name; gives the reverse names that it had or has. */
  replace(name: DnsName, before: Said, after: Said): Set<DnsName>;
  /** Sorted. */
  forwardNames(reverse: DnsName): readonly DnsName[];
  /** Those that have no address there any more, but may still claim one: they wait, or what they want is invalid. */
  lingeringNames(reverse: DnsName): readonly DnsName[];
  has(reverse: DnsName): boolean;
  keys(): Iterable<DnsName>;
}

export interface Said {
  readonly endpoints: readonly Endpoint[];
  /** Some object claims the name without a target for it. */
  readonly waiting: boolean;
}

/**
 * The index knows what objects say, not what becomes of it: a name stands under every address that some endpoint of it, the
 * default targets or NAT64 could give it.
 */
export function createReverseIndex(options: WrapperOptions): ReverseIndex {
  const byReverse = new Map<DnsName, Set<DnsName>>();
  const lingering = new Map<DnsName, ReadonlySet<DnsName>>();
  const networks = parseNat64Networks(options.nat64Networks);

  function reverseNames(endpoints: readonly Endpoint[]): Set<DnsName> {
    const names = new Set<DnsName>();
    if (!options.ptr || !endpoints.some(mayWantReverse)) return names;
    const targets = new Set(endpoints.flatMap((endpoint) => endpoint.targets));
    for (const target of options.defaultTargets) targets.add(target);
    for (const target of targets) {
      for (const address of [target, embeddedIpv4(target, networks)]) {
        const reverse = address === undefined ? undefined : reverseNameOf(address);
        if (reverse !== undefined) names.add(reverse);
      }
    }
    return names;
  }

  /** Default targets may make an address record of any type. */
  function mayWantReverse(endpoint: Endpoint): boolean {
    const type = options.defaultTargets.length > 0 ? 'A' : endpoint.type;
    return wantsReverse({ ...endpoint, type }, options);
  }

  /** A name that lost its addresses without being gone keeps its reverse names: their records share its grace. */
  function linger(
    name: DnsName,
    old: ReadonlySet<DnsName>,
    fresh: Set<DnsName>,
    after: Said,
  ): void {
    const hasLost = fresh.size === 0 && after.endpoints.length > 0;
    const lost =
      options.behavior === 'safe' && (after.waiting || hasLost)
        ? [...old].filter((reverse) => !fresh.has(reverse))
        : [];
    if (lost.length === 0) lingering.delete(name);
    else lingering.set(name, new Set(lost));
    for (const reverse of lost) fresh.add(reverse);
  }

  return {
    replace: (name, before, after) => {
      const old = new Set([...reverseNames(before.endpoints), ...(lingering.get(name) ?? [])]);
      const fresh = reverseNames(after.endpoints);
      linger(name, old, fresh, after);
      for (const reverse of old) {
        if (fresh.has(reverse)) continue;
        const names = byReverse.get(reverse);
        names?.delete(name);
        if (names?.size === 0) byReverse.delete(reverse);
      }
      for (const reverse of fresh) {
        const names = byReverse.get(reverse);
        if (names === undefined) byReverse.set(reverse, new Set([name]));
        else names.add(name);
      }
      return new Set([...old, ...fresh]);
    },
    forwardNames: (reverse) => [...(byReverse.get(reverse) ?? [])].sort(),
    lingeringNames: (reverse) => {
      const names = lingering.size === 0 ? [] : [...(byReverse.get(reverse) ?? [])];
      return names.filter((name) => lingering.get(name)?.has(reverse));
    },
    has: (reverse) => byReverse.has(reverse),
    keys: () => byReverse.keys(),
  };
}
