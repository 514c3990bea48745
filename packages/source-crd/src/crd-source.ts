import { resourceLabel, type DnsName, type ObjectState, type Problem } from '@org/dns-core';
import { keepSelected, objectRefOf, type KubeObject, type ObjectSource } from '@org/dns-kubernetes';
import { createAnnotationFilterGate } from './annotation-filter-gate.ts';
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
  const endpoints = ((object as DnsEndpoint).spec?.endpoints ?? []).flatMap((entry) => {
    if (entry === null) return [];
    const endpoint = endpointFromEntry(entry, context);
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
