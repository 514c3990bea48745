import {
  resourceLabel,
  type DnsName,
  type Endpoint,
  type ObjectState,
  type Problem,
} from '@org/dns-core';
import { keepSelected, objectRefOf, type KubeObject, type ObjectSource } from '@org/dns-kubernetes';
import { createAnnotationFilterGate } from './annotation-filter-gate.ts';
import { checkEntry, mostTtlSeconds } from './check-entry.ts';
import { checkFinalDots } from './check-final-dots.ts';
import { endpointFromEntry } from './endpoint-from-entry.ts';
import type { CrdSourceOptions } from './options.ts';
import { dnsEndpointFields, dnsEndpoints, type DnsEndpoint } from './resources.ts';

/**
 * Records that are written down in DNSEndpoint objects. Their `status.observedGeneration` is set once an object was looked
 * at, whatever came of it.
 */
export function createCrdSource(options: CrdSourceOptions): ObjectSource {
  const { annotationFilter, labelFilter } = options;
  const asUpstream = options.behavior === 'compat' && annotationFilter.requirements.length > 0;
  const isOpen = createAnnotationFilterGate(options);
  return {
    name: 'crd',
    primary: {
      type: dnsEndpoints,
      namespace: options.namespace,
      labelSelector: labelFilter.text,
      fields: dnsEndpointFields,
      ...(asUpstream ? {} : { keep: keepSelected(options) }),
    },
    reads: [],
    endpoints(object, reader) {
      if (!asUpstream || isOpen(reader)) return stateOf(object, options);
      return annotationFilter.matches(object.metadata.annotations)
        ? { endpoints: [] }
        : { endpoints: [], problems: [filterProblem(object)] };
    },
    computed(object, _state, writer) {
      const { generation, annotations } = object.metadata;
      // An object from a manifest has no generation: nobody waits for its status.
      if (generation === undefined || !annotationFilter.matches(annotations)) return;
      if ((object as DnsEndpoint).status?.observedGeneration === generation) return;
      writer.writeStatus(dnsEndpoints, object, { observedGeneration: generation });
    },
  };
}

function filterProblem(object: KubeObject): Problem {
  return {
    code: 'filtered-by-annotation',
    message:
      'does not match the annotation filter, for which the Go controller leaves out every DNSEndpoint; behavior compat does too. Give it a matching annotation, or use behavior safe',
    object: objectRefOf('crd', dnsEndpoints, object),
  };
}

function stateOf(object: KubeObject, options: CrdSourceOptions): ObjectState {
  const { namespace = '', name } = object.metadata;
  const context = {
    object: objectRefOf('crd', dnsEndpoints, object),
    resource: resourceLabel('crd', namespace, name),
    prefixes: options.annotations.prefixes,
  };
  const isSafe = options.behavior === 'safe';
  const problems: Problem[] = [];
  const waiting: DnsName[] = [];
  // What the names of a malformed entry are cannot be told: the object keeps its records until it is repaired.
  const malformed = (message: string): readonly Endpoint[] => {
    problems.push({ code: 'malformed-entry', message, object: context.object, stopsRun: true });
    return [];
  };
  const entries = (object as DnsEndpoint).spec?.endpoints ?? [];
  if (!Array.isArray(entries)) malformed('spec.endpoints is not a list');
  const endpoints = (Array.isArray(entries) ? entries : []).flatMap((entry, index) => {
    if (entry === null) return [];
    const wrong = checkEntry(entry);
    if (wrong !== undefined) return malformed(`spec.endpoints[${index}]${wrong}`);
    const written = endpointFromEntry(entry, context);
    const endpoint =
      isSafe && written.ttlSeconds > mostTtlSeconds ? { ...written, ttlSeconds: 0 } : written;
    if (endpoint !== written)
      problems.push({
        code: 'invalid-ttl',
        message: `${endpoint.spelling}: recordTTL ${written.ttlSeconds} is not between 1 and ${mostTtlSeconds} seconds; no TTL is set`,
        object: context.object,
      });
    const message = checkFinalDots(endpoint);
    if (message === undefined) return [endpoint];
    // No address ends in a dot: the wanted state refuses it, and keeps what is there for as long as that lasts.
    if (isSafe && (endpoint.type === 'A' || endpoint.type === 'AAAA')) return [endpoint];
    problems.push({ code: 'invalid-target', message, object: context.object });
    if (isSafe) waiting.push(endpoint.name);
    return [];
  });
  return { endpoints, waiting, problems };
}
