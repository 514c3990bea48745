export type { KubeObject, ObjectMeta } from './model/kube-object.ts';
export { apiVersionOf, resourceKey, type ResourceType } from './model/resource-type.ts';
export { createMemoryReader } from './reader/memory-reader.ts';
export type { ListScope, Reader } from './reader/reader.ts';
export type { Cluster } from './source/cluster.ts';
export type { ObjectSource, ResourceNeed, StatusWriter } from './source/object-source.ts';
export {
  annotationPrefixes,
  defaultAnnotationPrefix,
  formerAnnotationPrefix,
} from './annotations/annotation-prefixes.ts';
export {
  createAnnotationReader,
  type AnnotationReader,
  type AnnotationReaderOptions,
  type EndpointSettings,
  type HostnameSource,
} from './annotations/annotation-reader.ts';
export { parseGoDuration } from './annotations/go-duration.ts';
export { checkLabelKey, checkLabelValue } from './selectors/check-label.ts';
export { SelectorError } from './selectors/parse-requirements.ts';
export type { Operator, Requirement } from './selectors/requirement.ts';
export {
  everything,
  parseLabelSelector,
  parseSimpleSelector,
  type Selector,
} from './selectors/selector.ts';
export { objectRefOf } from './model/object-ref-of.ts';
export { splitList } from './annotations/split-list.ts';
export {
  commonSourceSettings,
  parseCommonSourceSettings,
  type CommonSourceOptions,
  type CommonSourceSettings,
} from './options/common-source-options.ts';
export { keepOurs, keepSelected } from './options/keep.ts';
export { withTemplateFields } from './options/template-fields.ts';
export { addTemplateEndpoints, type TemplateSubject } from './source/add-template-endpoints.ts';
export { hostTargetEndpoints } from './source/host-target-endpoints.ts';
export { createSettingsCheck, type SettingsCheck } from './options/settings-check.ts';
export {
  createApiClient,
  type ApiClient,
  type ApiClientOptions,
  type ApiRequest,
  type ObservedRequest,
  type StreamHandler,
} from './api/api-client.ts';
export { ApiError } from './api/api-error.ts';
export { resourcePath, type ResourceName } from './api/resource-path.ts';
export { createApiCluster, type ApiClusterOptions } from './cluster/api-cluster.ts';
export type { Connection, CredentialPlugin, Impersonation, Pem } from './connection/connection.ts';
export { loadConnection, type LoadConnectionOptions } from './connection/load-connection.ts';
export { createFolderCluster, type FolderClusterOptions } from './folder/folder-cluster.ts';
export type { ResolveHost } from './lookup/host-lookup.ts';
export { createSystemResolver } from './lookup/system-resolver.ts';
export { eventNote } from './events/event-note.ts';
export {
  createEventRecorder,
  type EventRecorder,
  type EventRecorderOptions,
  type KubeEvent,
} from './events/event-recorder.ts';
export {
  createLeaderElection,
  type LeaderElection,
  type LeaderElectionOptions,
} from './leases/leader-election.ts';
export type { HostTarget } from './templates/host-target.ts';
export type { KindTable } from './templates/kind-table.ts';
export { gatewayTable } from './templates/kinds/gateway-table.ts';
export { grpcRouteTable } from './templates/kinds/grpc-route-table.ts';
export { httpRouteTable } from './templates/kinds/http-route-table.ts';
export { ingressTable } from './templates/kinds/ingress-table.ts';
export { nodeTable } from './templates/kinds/node-table.ts';
export { podTable } from './templates/kinds/pod-table.ts';
export { serviceTable } from './templates/kinds/service-table.ts';
export { tcpRouteTable } from './templates/kinds/tcp-route-table.ts';
export { tlsRouteTable } from './templates/kinds/tls-route-table.ts';
export { udpRouteTable } from './templates/kinds/udp-route-table.ts';
export { sourceNames } from './templates/source-names.ts';
export type { Rendered, SourceTemplates, TemplateKind } from './templates/source-templates.ts';
export { templateProblem } from './templates/template-problem.ts';
export {
  noTemplates,
  parseTemplates,
  type Templates,
  type TemplateSettings,
} from './templates/templates.ts';
