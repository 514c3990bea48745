import type { KindTable } from '../kind-table.ts';

/** The Go types of a HTTPRoute. */
export const httpRouteTable: KindTable = {
  root: 'v1.HTTPRoute',
  types: {
    'v1.HTTPRoute':
      'TypeMeta ^ v1.TypeMeta, ObjectMeta ^metadata v1.ObjectMeta, Spec !spec v1.HTTPRouteSpec, Status !status v1.HTTPRouteStatus',
    'v1.BackendObjectReference':
      'Group group *v1.Group, Kind kind *v1.Kind, Name !name v1.ObjectName, Namespace namespace *v1.Namespace, Port port *int32',
    'v1.BackendRef': 'BackendObjectReference ^ v1.BackendObjectReference, Weight weight *int32',
    'v1.CommonRouteSpec':
      'ParentRefs parentRefs []v1.ParentReference, UseDefaultGateways useDefaultGateways v1.GatewayDefaultScope',
    'v1.Condition':
      'Type !type string, Status !status v1.ConditionStatus, ObservedGeneration observedGeneration int64, LastTransitionTime !lastTransitionTime v1.Time, Reason !reason string, Message !message string',
    'v1.CookieConfig': 'LifetimeType lifetimeType *v1.CookieLifetimeType',
    'v1.ForwardBodyConfig': 'MaxSize maxSize uint16',
    'v1.Fraction': 'Numerator !numerator int32, Denominator denominator *int32',
    'v1.GRPCAuthConfig': 'AllowedRequestHeaders allowedHeaders []string',
    'v1.HTTPAuthConfig':
      'Path path string, AllowedRequestHeaders allowedHeaders []string, AllowedResponseHeaders allowedResponseHeaders []string',
    'v1.HTTPBackendRef': 'BackendRef ^ v1.BackendRef, Filters filters []v1.HTTPRouteFilter',
    'v1.HTTPCORSFilter':
      'AllowOrigins allowOrigins []v1.CORSOrigin, AllowCredentials allowCredentials *bool, AllowMethods allowMethods []v1.HTTPMethodWithWildcard, AllowHeaders allowHeaders []v1.HTTPHeaderName, ExposeHeaders exposeHeaders []v1.HTTPHeaderName, MaxAge maxAge int32',
    'v1.HTTPExternalAuthFilter':
      'ExternalAuthProtocol protocol v1.HTTPRouteExternalAuthProtocol, BackendRef !backendRef v1.BackendObjectReference, GRPCAuthConfig grpc *v1.GRPCAuthConfig, HTTPAuthConfig http *v1.HTTPAuthConfig, ForwardBody forwardBody *v1.ForwardBodyConfig',
    'v1.HTTPHeader': 'Name !name v1.HTTPHeaderName, Value !value string',
    'v1.HTTPHeaderFilter':
      'Set set []v1.HTTPHeader, Add add []v1.HTTPHeader, Remove remove []string',
    'v1.HTTPHeaderMatch':
      'Type type *v1.HeaderMatchType, Name !name v1.HTTPHeaderName, Value !value string',
    'v1.HTTPPathMatch': 'Type type *v1.PathMatchType, Value value *string',
    'v1.HTTPPathModifier':
      'Type !type v1.HTTPPathModifierType, ReplaceFullPath replaceFullPath *string, ReplacePrefixMatch replacePrefixMatch *string',
    'v1.HTTPQueryParamMatch':
      'Type type *v1.QueryParamMatchType, Name !name v1.HTTPHeaderName, Value !value string',
    'v1.HTTPRequestMirrorFilter':
      'BackendRef !backendRef v1.BackendObjectReference, Percent percent *int32, Fraction fraction *v1.Fraction',
    'v1.HTTPRequestRedirectFilter':
      'Scheme scheme *string, Hostname hostname *v1.PreciseHostname, Path path *v1.HTTPPathModifier, Port port *int32, StatusCode statusCode *int',
    'v1.HTTPRouteFilter':
      'Type !type v1.HTTPRouteFilterType, RequestHeaderModifier requestHeaderModifier *v1.HTTPHeaderFilter, ResponseHeaderModifier responseHeaderModifier *v1.HTTPHeaderFilter, RequestMirror requestMirror *v1.HTTPRequestMirrorFilter, RequestRedirect requestRedirect *v1.HTTPRequestRedirectFilter, URLRewrite urlRewrite *v1.HTTPURLRewriteFilter, CORS cors *v1.HTTPCORSFilter, ExternalAuth externalAuth *v1.HTTPExternalAuthFilter, ExtensionRef extensionRef *v1.LocalObjectReference',
    'v1.HTTPRouteMatch':
      'Path path *v1.HTTPPathMatch, Headers headers []v1.HTTPHeaderMatch, QueryParams queryParams []v1.HTTPQueryParamMatch, Method method *v1.HTTPMethod',
    'v1.HTTPRouteRetry':
      'Codes codes []v1.HTTPRouteRetryStatusCode, Attempts attempts *int, Backoff backoff *v1.Duration',
    'v1.HTTPRouteRule':
      'Name name *v1.SectionName, Matches matches []v1.HTTPRouteMatch, Filters filters []v1.HTTPRouteFilter, BackendRefs backendRefs []v1.HTTPBackendRef, Timeouts timeouts *v1.HTTPRouteTimeouts, Retry retry *v1.HTTPRouteRetry, SessionPersistence sessionPersistence *v1.SessionPersistence',
    'v1.HTTPRouteSpec':
      'CommonRouteSpec ^ v1.CommonRouteSpec, Hostnames hostnames []v1.Hostname, Rules rules []v1.HTTPRouteRule',
    'v1.HTTPRouteStatus': 'RouteStatus ^ v1.RouteStatus',
    'v1.HTTPRouteTimeouts':
      'Request request *v1.Duration, BackendRequest backendRequest *v1.Duration',
    'v1.HTTPURLRewriteFilter':
      'Hostname hostname *v1.PreciseHostname, Path path *v1.HTTPPathModifier',
    'v1.LocalObjectReference':
      'Group !group v1.Group, Kind !kind v1.Kind, Name !name v1.ObjectName',
    'v1.ParentReference':
      'Group group *v1.Group, Kind kind *v1.Kind, Namespace namespace *v1.Namespace, Name !name v1.ObjectName, SectionName sectionName *v1.SectionName, Port port *int32',
    'v1.RouteParentStatus':
      'ParentRef !parentRef v1.ParentReference, ControllerName !controllerName v1.GatewayController, Conditions conditions []v1.Condition',
    'v1.RouteStatus': 'Parents !parents []v1.RouteParentStatus',
    'v1.SessionPersistence':
      'SessionName sessionName *string, AbsoluteTimeout absoluteTimeout *v1.Duration, IdleTimeout idleTimeout *v1.Duration, Type type *v1.SessionPersistenceType, CookieConfig cookieConfig *v1.CookieConfig',
    'v1.CORSOrigin': '= string',
    'v1.ConditionStatus': '= string',
    'v1.CookieLifetimeType': '= string',
    'v1.Duration': '= string',
    'v1.GatewayController': '= string',
    'v1.GatewayDefaultScope': '= string',
    'v1.Group': '= string',
    'v1.HTTPHeaderName': '= string',
    'v1.HTTPMethod': '= string',
    'v1.HTTPMethodWithWildcard': '= string',
    'v1.HTTPPathModifierType': '= string',
    'v1.HTTPRouteExternalAuthProtocol': '= string',
    'v1.HTTPRouteFilterType': '= string',
    'v1.HTTPRouteRetryStatusCode': '= int',
    'v1.HeaderMatchType': '= string',
    'v1.Hostname': '= string',
    'v1.Kind': '= string',
    'v1.Namespace': '= string',
    'v1.ObjectName': '= string',
    'v1.PathMatchType': '= string',
    'v1.PreciseHostname': '= string',
    'v1.QueryParamMatchType': '= string',
    'v1.SectionName': '= string',
    'v1.SessionPersistenceType': '= string',
  },
};
