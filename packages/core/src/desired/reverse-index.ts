import type { DnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { WrapperOptions } from './wrapper-options.ts';
import { embeddedIpv4, parseNat64Networks } from './wrappers/nat64.ts';
import { reverseNameOf, wantsReverse } from './wrappers/reverse-records.ts';

/** From an address's reverse name to the forward names whose PTR may belong there. Holds nothing while PTR is not managed. */
export interface ReverseIndex {
  /** Replaces the reverse names of a forward name; gives those that it had or has. */
  replace(name: DnsName, before: readonly Endpoint[], after: readonly Endpoint[]): Set<DnsName>;
  /** Sorted. */
  forwardNames(reverse: DnsName): readonly DnsName[];
  has(reverse: DnsName): boolean;
  keys(): Iterable<DnsName>;
}

/**
 * The index knows what objects say, not what becomes of it: a name stands under every address that some endpoint of it, the
 * default targets or NAT64 could give it.
 */
export function createReverseIndex(options: WrapperOptions): ReverseIndex {
  const byReverse = new Map<DnsName, Set<DnsName>>();
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

  return {
    replace: (name, before, after) => {
      const [old, fresh] = [reverseNames(before), reverseNames(after)];
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
    has: (reverse) => byReverse.has(reverse),
    keys: () => byReverse.keys(),
  };
}
