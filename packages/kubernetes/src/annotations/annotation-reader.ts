import type { Property } from '@org/dns-core';
import type { KubeObject } from '../model/kube-object.ts';
import { parseTtl } from './parse-ttl.ts';
import { isPropertyKey, providerProperties } from './provider-properties.ts';
import { splitList } from './split-list.ts';

/** The value of the `controller` annotation with which objects name us. */
const controllerName = 'dns-controller';
/** An empty list, which `compat` tells apart from no list (`noProperties`). */
const noneGiven: readonly Property[] = Object.freeze([]);

export type HostnameSource = 'defined-hosts-only' | 'annotation-only';

/** What annotations say about every endpoint of an object; ready to be spread into an endpoint. */
export interface EndpointSettings {
  /** `0`: not configured. */
  readonly ttlSeconds: number;
  readonly setIdentifier: string;
  readonly properties: readonly Property[];
}

/** Reads the annotations of objects. Keys are given without their prefix, such as `hostname`. */
export interface AnnotationReader {
  /** Tried in this order; the first is the canonical one. */
  readonly prefixes: readonly [string, ...string[]];
  /** The full key under the canonical prefix. */
  keyOf(suffix: string): string;
  /** The value under the first prefix that has one, `''` included. */
  value(object: KubeObject, suffix: string): string | undefined;
  /** Whether the `controller` annotation leaves the object to us: absent, or exactly `dns-controller`. */
  isOurs(object: KubeObject): boolean;
  /** The items of `hostname`; none where it is absent, one empty item where it is empty. */
  hostnames(object: KubeObject): readonly string[];
  /** The items of `internal-hostname`, as {@link hostnames}. */
  internalHostnames(object: KubeObject): readonly string[];
  /** The items of `target`, each without one final dot; none where it is absent or empty. */
  targets(object: KubeObject): readonly string[];
  /** The `ttl` in seconds; `0` where it is absent or cannot be understood, which {@link ttlProblem} explains. */
  ttlSeconds(object: KubeObject): number;
  /** What is wrong with the `ttl`, as a sentence without the object. */
  ttlProblem(object: KubeObject): string | undefined;
  /** `set-identifier`, `''` where it is absent. */
  setIdentifier(object: KubeObject): string;
  /** Alias, record type and provider properties, in upstream's order. */
  properties(object: KubeObject): readonly Property[];
  /** TTL, set identifier and properties in one. */
  settings(object: KubeObject): EndpointSettings;
  /** `access`; other words count as absent. */
  access(object: KubeObject): 'public' | 'private' | undefined;
  /** `endpoints-type`; other words count as absent. */
  endpointsType(object: KubeObject): 'NodeExternalIP' | 'HostIP' | undefined;
  /** `ingress-hostname-source` in any case; a word that is neither is `unknown`. */
  ingressHostnameSource(object: KubeObject): HostnameSource | 'unknown' | undefined;
  /** `gateway-hostname-source` in any case; a word that is neither is `unknown`. */
  gatewayHostnameSource(object: KubeObject): HostnameSource | 'unknown' | undefined;
}

export interface AnnotationReaderOptions {
  /** See `annotationPrefixes`. Each ends in `/`. */
  readonly prefixes: readonly [string, ...string[]];
}

/** A reader of the annotations that `docs/annotations.md` of ExternalDNS describes. */
export function createAnnotationReader({ prefixes }: AnnotationReaderOptions): AnnotationReader {
  // A text that is put together anew for each look costs more than the look.
  const knownKeys = new Map<string, readonly string[]>();
  const keysOf = (suffix: string): readonly string[] => {
    const known = knownKeys.get(suffix);
    if (known !== undefined) return known;
    const keys = prefixes.map((prefix) => prefix + suffix);
    knownKeys.set(suffix, keys);
    return keys;
  };
  const value = (object: KubeObject, suffix: string): string | undefined => {
    const annotations = object.metadata.annotations;
    if (annotations === undefined) return undefined;
    for (const key of keysOf(suffix)) {
      const found = annotations[key];
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const list = (object: KubeObject, suffix: string): readonly string[] => {
    const text = value(object, suffix);
    return text === undefined ? [] : splitList(text);
  };
  const hostnameSource = (object: KubeObject, suffix: string) => {
    const word = value(object, suffix)?.toLowerCase();
    if (word === undefined) return undefined;
    return word === 'defined-hosts-only' || word === 'annotation-only' ? word : 'unknown';
  };
  const ttl = (object: KubeObject) => {
    const text = value(object, 'ttl');
    return text === undefined ? undefined : parseTtl(text);
  };
  const ttlSeconds = (object: KubeObject): number => {
    const parsed = ttl(object);
    return parsed?.ok ? parsed.seconds : 0;
  };
  const setIdentifier = (object: KubeObject) => value(object, 'set-identifier') ?? '';
  const properties = (object: KubeObject): readonly Property[] => {
    const values = propertyValues(object, prefixes);
    if (values === undefined) return noneGiven;
    const given = providerProperties(values, prefixes[0]);
    return given.length === 0 ? noneGiven : given;
  };
  return {
    prefixes,
    keyOf: (suffix) => prefixes[0] + suffix,
    value,
    isOurs: (object) => (value(object, 'controller') ?? controllerName) === controllerName,
    hostnames: (object) => list(object, 'hostname'),
    internalHostnames: (object) => list(object, 'internal-hostname'),
    targets(object) {
      const text = value(object, 'target');
      if (text === undefined || text === '') return [];
      return splitList(text).map((item) => (item.endsWith('.') ? item.slice(0, -1) : item));
    },
    ttlSeconds,
    ttlProblem(object) {
      const parsed = ttl(object);
      if (parsed === undefined || parsed.ok) return undefined;
      return `${prefixes[0]}ttl: "${value(object, 'ttl')}" ${parsed.reason}; no TTL is set`;
    },
    setIdentifier,
    properties,
    settings: (object) => ({
      ttlSeconds: ttlSeconds(object),
      setIdentifier: setIdentifier(object),
      properties: properties(object),
    }),
    access(object) {
      const word = value(object, 'access');
      return word === 'public' || word === 'private' ? word : undefined;
    },
    endpointsType(object) {
      const word = value(object, 'endpoints-type');
      return word === 'NodeExternalIP' || word === 'HostIP' ? word : undefined;
    },
    ingressHostnameSource: (object) => hostnameSource(object, 'ingress-hostname-source'),
    gatewayHostnameSource: (object) => hostnameSource(object, 'gateway-hostname-source'),
  };
}

/** The annotations that may be properties, by their key without a prefix; `undefined`: none, as with most objects. */
function propertyValues(
  object: KubeObject,
  prefixes: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const { annotations } = object.metadata;
  if (annotations === undefined) return undefined;
  let values: Map<string, string> | undefined;
  for (const prefix of prefixes) {
    for (const key in annotations) {
      if (!key.startsWith(prefix)) continue;
      const suffix = key.slice(prefix.length);
      if (!isPropertyKey(suffix)) continue;
      values ??= new Map();
      if (!values.has(suffix)) values.set(suffix, annotations[key] ?? '');
    }
  }
  return values;
}
