import type { Source } from '../contract/source.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { mergeEndpoints } from '../model/merge-endpoints.ts';
import type { Problem } from '../model/problem.ts';
import type { Claim, Drop, OnDrop } from './claim.ts';
import { settleNamespaces } from './settle-namespaces.ts';
import type { WrapperOptions } from './wrapper-options.ts';
import { deduplicate } from './wrappers/deduplicate.ts';
import { defaultTargets } from './wrappers/default-targets.ts';
import { fillTtl } from './wrappers/fill-ttl.ts';
import { addNat64, parseNat64Networks } from './wrappers/nat64.ts';
import { preferAlias } from './wrappers/prefer-alias.ts';
import { createPropertyFilter } from './wrappers/retain-properties.ts';
import { withoutReverseWish } from './wrappers/reverse-records.ts';
import { keepTargetsInNets, parseTargetNets } from './wrappers/target-nets.ts';
import { checkAsReported, checkTargets } from './wrappers/validity.ts';

/** A source, as far as its endpoints are merged. */
export type MergingSource = Pick<Source, 'name' | 'merge'>;

/** What became of everything that is said about one name. */
export interface NameResult {
  /** Up to the target nets: the wishes for PTR records are still in them. */
  readonly endpoints: readonly Endpoint[];
  /** Some object whose word counts claims the name without a target for it. */
  readonly waiting: boolean;
  /** Some object whose word counts wants something under the name that cannot be a record. */
  readonly invalid: boolean;
  readonly drops: readonly Drop[];
}

/** The way from what objects say about one name to what is wanted there: upstream's merges and wrappers, in its order. */
export interface NamePipeline {
  /** `claims`: those on one name, oldest first. `resource`: the label of the marker that the name has now. */
  forward(claims: readonly Claim[], resource: string | undefined): NameResult;
  /** The wrappers behind the PTR records. */
  finish(endpoint: Endpoint): Endpoint;
  /** What is wrong with the options. */
  readonly problems: readonly Problem[];
}

const noDrops: readonly Drop[] = Object.freeze([]);

/** @throws RangeError for a NAT64 network that is none. */
export function createNamePipeline(
  sources: readonly MergingSource[],
  options: WrapperOptions,
): NamePipeline {
  const { behavior } = options;
  const nat64 = parseNat64Networks(options.nat64Networks);
  const { nets, problems } = parseTargetNets(options.targetNets, options.excludeTargetNets);
  const filterProperties = createPropertyFilter(options);
  const replacesAll = options.forceDefaultTargets && options.defaultTargets.length > 0;

  /** Takes out what cannot be a record before it spoils what it would be merged with; alone there is nothing to spoil. */
  function sift(claim: Claim, isAlone: boolean, onDrop: OnDrop): Claim {
    const endpoints = claim.endpoints.filter((endpoint) => {
      const isFinal = !isAlone && endpoint.targets.length > 0 && !replacesAll;
      const drop = checkAsReported(endpoint) ?? (isFinal && checkTargets(endpoint, 'safe'));
      if (drop) onDrop(drop);
      return !drop;
    });
    return endpoints.length === claim.endpoints.length ? claim : { ...claim, endpoints };
  }

  function wrap(endpoints: readonly Endpoint[], onDrop: OnDrop): readonly Endpoint[] {
    const targeted = defaultTargets(endpoints, options);
    const unique = deduplicate(targeted, behavior, onDrop);
    const translated = nat64.length === 0 ? unique : addNat64(unique, nat64, onDrop);
    return keepTargetsInNets(translated, nets, onDrop);
  }

  /**
   * By far the most names: one object that says one thing. Comes to the same as {@link forward}; `undefined`: what it says
   * cannot be a record.
   */
  function forwardAlone(claim: Claim): NameResult | undefined {
    const [endpoint] = claim.endpoints;
    if (endpoint === undefined || checkAsReported(endpoint) !== undefined) return undefined;
    let isSound = true;
    const endpoints = wrap(mergeBySource([claim], sources), () => {
      isSound = false;
    });
    if (!isSound) return undefined;
    return { endpoints, waiting: claim.waiting, invalid: false, drops: noDrops };
  }

  function forward(claims: readonly Claim[], resource: string | undefined): NameResult {
    let drops: Drop[] | undefined;
    const onDrop: OnDrop = (drop) => (drops ??= []).push(drop);
    if (behavior === 'compat') {
      const endpoints = wrap(mergeBySource(claims, sources), onDrop);
      return { endpoints, waiting: false, invalid: false, drops: drops ?? noDrops };
    }
    const [first] = claims;
    const isAlone = claims.length === 1 && first?.endpoints.length === 1;
    const alone = isAlone ? forwardAlone(first) : undefined;
    if (alone !== undefined) return alone;
    const sound = claims.map((claim) => sift(claim, isAlone, onDrop));
    const broken = new Set(sound.filter((claim, index) => claim !== claims[index]));
    const settled = settleNamespaces(sound, resource, (claim) => broken.has(claim), onDrop);
    const merged = mergeBySource(withOneSpelling(settled.claims), sources, settled.holder);
    let incomplete = false;
    const endpoints = wrap(merged, (drop) => {
      incomplete ||= drop.code === 'invalid-endpoint';
      onDrop(drop);
    });
    const counts = wordsThatCount(settled.claims, settled.holder);
    return {
      endpoints,
      waiting: sound.some((claim) => claim.waiting && counts(claim)),
      invalid: incomplete || [...broken].some(counts),
      drops: drops ?? noDrops,
    };
  }

  return {
    forward,
    finish: (endpoint) => {
      const plain = options.ptr ? withoutReverseWish(endpoint) : endpoint;
      const filled = filterProperties(fillTtl(plain, options.minTtlSeconds));
      return options.preferAlias ? preferAlias(filled) : filled;
    },
    problems,
  };
}

/** Merged per source, in `--source` order; the holder's source comes first. */
function mergeBySource(
  claims: readonly Claim[],
  sources: readonly MergingSource[],
  holder?: Claim,
): readonly Endpoint[] {
  const [only] = claims;
  if (only !== undefined && claims.length === 1) {
    const isNamed = ({ name }: MergingSource): boolean => name === only.object.source;
    const index = sources.findIndex(isNamed);
    const source = sources[index];
    if (source !== undefined && sources.findLastIndex(isNamed) === index) {
      return mergeFor(source, only.endpoints);
    }
  }
  const bySource = Map.groupBy(claims, (claim) => claim.object.source);
  const known = new Set(sources.map((source) => source.name));
  const strangers = [...bySource.keys()].filter((name) => !known.has(name)).sort();
  const ordered = [...sources, ...strangers.map((name): MergingSource => ({ name }))];
  if (holder !== undefined) {
    const index = ordered.findIndex((source) => source.name === holder.object.source);
    ordered.unshift(...ordered.splice(index, 1));
  }
  return ordered.flatMap((source) => {
    const said = bySource.get(source.name);
    return said === undefined
      ? []
      : mergeFor(
          source,
          said.flatMap((claim) => claim.endpoints),
        );
  });
}

function mergeFor(source: MergingSource, endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return source.merge === undefined ? mergeEndpoints(endpoints) : source.merge(endpoints);
}

/** Spellings of one name are one name: the first one counts, so that merges see equals. */
function withOneSpelling(claims: readonly Claim[]): readonly Claim[] {
  const spelling = claims.find((claim) => claim.endpoints.length > 0)?.endpoints[0]?.spelling;
  const isOther = (endpoint: Endpoint) => endpoint.spelling !== spelling;
  if (spelling === undefined || !claims.some((claim) => claim.endpoints.some(isOther))) {
    return claims;
  }
  return claims.map((claim) => ({
    ...claim,
    endpoints: claim.endpoints.map((endpoint) =>
      isOther(endpoint) ? { ...endpoint, spelling } : endpoint,
    ),
  }));
}

/** Whether a claim without targets of its own keeps a name's records: not one that another namespace holds. */
function wordsThatCount(
  settled: readonly Claim[],
  holder: Claim | undefined,
): (claim: Claim) => boolean {
  if (holder === undefined) return () => true;
  const namespaces = new Set(
    settled.filter((claim) => claim.endpoints.length > 0).map((claim) => claim.object.namespace),
  );
  if (namespaces.size === 0) return () => true;
  namespaces.add(holder.object.namespace);
  return (claim) => namespaces.has(claim.object.namespace);
}
