import { createEndpoint, noProperties, type Endpoint } from '../src/index.ts';
import type { CanonicalRecord, RecordJson } from './corpus-case.ts';

export function endpointFrom(record: RecordJson): Endpoint {
  return createEndpoint({
    name: record.dnsName ?? '',
    keepFinalDot: true,
    type: record.recordType ?? '',
    targets: record.targets ?? [],
    setIdentifier: record.setIdentifier,
    ttlSeconds: record.recordTTL,
    labels: record.labels ?? undefined,
    properties: record.providerSpecific?.map(({ name, value = '' }) => ({ name, value })),
  });
}

export function desiredFrom(record: CanonicalRecord): Endpoint {
  const properties = record.providerSpecific?.map((text) => {
    const equals = text.indexOf('=');
    return { name: text.slice(0, equals), value: text.slice(equals + 1) };
  });
  const { providerSpecific: _text, dnsName, recordType, ...rest } = record;
  return endpointFrom({
    ...rest,
    ...(dnsName !== undefined && { dnsName }),
    ...(recordType !== undefined && { recordType }),
    ...(properties && { providerSpecific: properties }),
  });
}

export function toJson(endpoint: Endpoint): RecordJson {
  return {
    dnsName: endpoint.spelling,
    recordType: endpoint.type,
    targets: endpoint.targets,
    setIdentifier: endpoint.setIdentifier,
    recordTTL: endpoint.ttlSeconds,
    labels: endpoint.labels,
    ...(endpoint.properties !== noProperties && { providerSpecific: endpoint.properties }),
  };
}
