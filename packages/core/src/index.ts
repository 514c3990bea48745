export type { Clock } from './contract/clock.ts';
export { nextTurn } from './engine/next-turn.ts';
export type { ConfigProblem, Parsed } from './contract/parsed.ts';
export {
  ProviderError,
  type ProviderErrorOptions,
  type ProviderErrorReason,
} from './contract/provider-error.ts';
export type {
  ApplyReport,
  Can,
  GroupOutcome,
  Provider,
  ProviderCapabilities,
} from './contract/provider.ts';
export { Secret } from './contract/secret.ts';
export type { ObjectState, Report, Source, SourceStatus } from './contract/source.ts';
export { subject, type Change, type ChangeGroup, type ChangeRole } from './model/change.ts';
export {
  createEndpoint,
  noLabels,
  noObjects,
  noProperties,
  type EndpointInit,
} from './model/create-endpoint.ts';
export { checkEndpoint } from './model/check-endpoint.ts';
export { compareText } from './model/compare-text.ts';
export {
  checkDnsName,
  isWildcard,
  isWithin,
  parentDomain,
  toDnsName,
  type DnsName,
} from './model/dns-name.ts';
export { toUnicodeName } from './model/idna.ts';
export {
  compareIps,
  formatIp,
  networkContains,
  parseIp,
  parseNetwork,
  reverseName,
  type IpAddress,
  type IpNetwork,
} from './model/ip.ts';
export { compareEndpoints, mergeEndpoints, uniteObjects } from './model/merge-endpoints.ts';
export { propertyOf, withProperty } from './model/properties.ts';
export {
  createSourceEndpoint,
  endpointsForHostname,
  endpointsForHostsAndTargets,
  hasOverlongLabel,
  resourceLabel,
  type HostnameOptions,
} from './model/source-endpoint.ts';
export { compareTargets, newTargets, recordTypeOfTarget, sameTargets } from './model/targets.ts';
export type { Endpoint, Labels, Property, RecordType } from './model/endpoint.ts';
export { objectKey, type ObjectRef } from './model/object-ref.ts';
export { recordKey } from './model/record-key.ts';
export type { Problem } from './model/problem.ts';
export type { Zone } from './model/zone.ts';
export type { DomainFilter, DomainMatcher, Pattern } from './plan/domain-filter.ts';
export type { Behavior, Plan, PlanInput, Policy, Skipped, SkipReason } from './plan/plan.ts';
export {
  domainFilterToJson,
  parseDomainFilter,
  type DomainFilterJson,
} from './plan/domain-filter-json.ts';
export { createDomainMatcher, matchesParent } from './plan/domain-matcher.ts';
export { plan } from './plan/plan-changes.ts';
export type { MarkerCipher } from './registry/marker-cipher.ts';
export { createNoopRegistry } from './registry/noop-registry.ts';
export type { Decoded, Marker, Registry } from './registry/registry.ts';
export { createTxtRegistry, type TxtRegistryOptions } from './registry/txt-registry.ts';
export type {
  Contribution,
  DesiredState,
  DropCount,
  HolderOf,
  Wanted,
} from './desired/desired-state.ts';
export type { WrapperOptions } from './desired/wrapper-options.ts';
export {
  applyGroupsToZones,
  applyToZones,
  type ApplyToZonesOptions,
  type ChangeReport,
} from './engine/apply-to-zones.ts';
export { createZoneIndex, type ZoneIndex } from './engine/zone-index.ts';
export { groupOf } from './registry/group-changes.ts';
export { createEngine } from './engine/create-engine.ts';
export type { EngineEvent, PassCounts } from './engine/engine-event.ts';
export type {
  DeletionLimits,
  Engine,
  EngineOptions,
  EngineStatus,
  Explanation,
  OnceResult,
} from './engine/engine.ts';
export { createDesiredState, type DesiredStateOptions } from './desired/create-desired-state.ts';
