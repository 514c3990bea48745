import type { KindTable } from '../kind-table.ts';

/** The Go types of a GRPCRoute. */
export const grpcRouteTable: KindTable = {
  root: 'v1.GRPCRoute',
  types: {
    'v1.GRPCRoute':
      'TypeMeta ^ v1.TypeMeta, ObjectMeta ^metadata v1.ObjectMeta, Spec !spec v1.GRPCRouteSpec, Status !status v1.GRPCRouteStatus',
    'v1.BackendObjectReference':
      'Group group *v1.Group, Kind kind *v1.Kind, Name !name v1.ObjectName, Namespace namespace *v1.Namespace, Port port *int32',
    'v1.BackendRef': 'BackendObjectReference ^ v1.BackendObjectReference, Weight weight *int32',
    'v1.CommonRouteSpec':
      'ParentRefs parentRefs []v1.ParentReference, UseDefaultGateways useDefaultGateways v1.GatewayDefaultScope',
    'v1.Condition':
      'Type !type string, Status !status v1.ConditionStatus, ObservedGeneration observedGeneration int64, LastTransitionTime !lastTransitionTime v1.Time, Reason !reason string, Message !message string',
    'v1.CookieConfig': 'LifetimeType lifetimeType *v1.CookieLifetimeType',
    'v1.Fraction': 'Numerator !numerator int32, Denominator denominator *int32',
    'v1.GRPCBackendRef': 'BackendRef ^ v1.BackendRef, Filters filters []v1.GRPCRouteFilter',
    'v1.GRPCHeaderMatch':
      'Type type *v1.GRPCHeaderMatchType, Name !name v1.GRPCHeaderName, Value !value string',
    'v1.GRPCMethodMatch':
      'Type type *v1.GRPCMethodMatchType, Service service *string, Method method *string',
    'v1.GRPCRouteFilter':
      'Type !type v1.GRPCRouteFilterType, RequestHeaderModifier requestHeaderModifier *v1.HTTPHeaderFilter, ResponseHeaderModifier responseHeaderModifier *v1.HTTPHeaderFilter, RequestMirror requestMirror *v1.HTTPRequestMirrorFilter, ExtensionRef extensionRef *v1.LocalObjectReference',
    'v1.GRPCRouteMatch': 'Method method *v1.GRPCMethodMatch, Headers headers []v1.GRPCHeaderMatch',
    'v1.GRPCRouteRule':
      'Name name *v1.SectionName, Matches matches []v1.GRPCRouteMatch, Filters filters []v1.GRPCRouteFilter, BackendRefs backendRefs []v1.GRPCBackendRef, SessionPersistence sessionPersistence *v1.SessionPersistence',
    'v1.GRPCRouteSpec':
      'CommonRouteSpec ^ v1.CommonRouteSpec, Hostnames hostnames []v1.Hostname, Rules rules []v1.GRPCRouteRule',
    'v1.GRPCRouteStatus': 'RouteStatus ^ v1.RouteStatus',
    'v1.HTTPHeader': 'Name !name v1.HTTPHeaderName, Value !value string',
    'v1.HTTPHeaderFilter':
      'Set set []v1.HTTPHeader, Add add []v1.HTTPHeader, Remove remove []string',
    'v1.HTTPRequestMirrorFilter':
      'BackendRef !backendRef v1.BackendObjectReference, Percent percent *int32, Fraction fraction *v1.Fraction',
    'v1.LocalObjectReference':
      'Group !group v1.Group, Kind !kind v1.Kind, Name !name v1.ObjectName',
    'v1.ParentReference':
      'Group group *v1.Group, Kind kind *v1.Kind, Namespace namespace *v1.Namespace, Name !name v1.ObjectName, SectionName sectionName *v1.SectionName, Port port *int32',
    'v1.RouteParentStatus':
      'ParentRef !parentRef v1.ParentReference, ControllerName !controllerName v1.GatewayController, Conditions conditions []v1.Condition',
    'v1.RouteStatus': 'Parents !parents []v1.RouteParentStatus',
    'v1.SessionPersistence':
      'SessionName sessionName *string, AbsoluteTimeout absoluteTimeout *v1.Duration, IdleTimeout idleTimeout *v1.Duration, Type type *v1.SessionPersistenceType, CookieConfig cookieConfig *v1.CookieConfig',
    'v1.ConditionStatus': '= string',
    'v1.CookieLifetimeType': '= string',
    'v1.Duration': '= string',
    'v1.GRPCHeaderMatchType': '= string',
    'v1.GRPCHeaderName': '= string',
    'v1.GRPCMethodMatchType': '= string',
    'v1.GRPCRouteFilterType': '= string',
    'v1.GatewayController': '= string',
    'v1.GatewayDefaultScope': '= string',
    'v1.Group': '= string',
    'v1.HTTPHeaderName': '= string',
    'v1.Hostname': '= string',
    'v1.Kind': '= string',
    'v1.Namespace': '= string',
    'v1.ObjectName': '= string',
    'v1.SectionName': '= string',
    'v1.SessionPersistenceType': '= string',
  },
};
