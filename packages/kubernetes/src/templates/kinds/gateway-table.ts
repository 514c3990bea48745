import type { KindTable } from '../kind-table.ts';

/** The Go types of a Gateway. */
export const gatewayTable: KindTable = {
  root: 'v1.Gateway',
  types: {
    'v1.Gateway':
      'TypeMeta ^ v1.TypeMeta, ObjectMeta ^metadata v1.ObjectMeta, Spec !spec v1.GatewaySpec, Status status v1.GatewayStatus',
    'v1.AllowedListeners': 'Namespaces namespaces *v1.ListenerNamespaces',
    'v1.AllowedRoutes':
      'Namespaces namespaces *v1.RouteNamespaces, Kinds kinds []v1.RouteGroupKind',
    'v1.Condition':
      'Type !type string, Status !status v1.ConditionStatus, ObservedGeneration observedGeneration int64, LastTransitionTime !lastTransitionTime v1.Time, Reason !reason string, Message !message string',
    'v1.FrontendTLSConfig': 'Default !default v1.TLSConfig, PerPort perPort []v1.TLSPortConfig',
    'v1.FrontendTLSValidation':
      'CACertificateRefs !caCertificateRefs []v1.ObjectReference, Mode mode v1.FrontendValidationModeType',
    'v1.GatewayBackendTLS': 'ClientCertificateRef clientCertificateRef *v1.SecretObjectReference',
    'v1.GatewayInfrastructure':
      'Labels labels map[v1.LabelKey]v1.LabelValue, Annotations annotations map[v1.AnnotationKey]v1.AnnotationValue, ParametersRef parametersRef *v1.LocalParametersReference',
    'v1.GatewaySpec':
      'GatewayClassName !gatewayClassName v1.ObjectName, Listeners !listeners []v1.Listener, Addresses addresses []v1.GatewaySpecAddress, Infrastructure infrastructure *v1.GatewayInfrastructure, AllowedListeners allowedListeners *v1.AllowedListeners, TLS tls *v1.GatewayTLSConfig, DefaultScope defaultScope v1.GatewayDefaultScope',
    'v1.GatewaySpecAddress': 'Type type *v1.AddressType, Value value string',
    'v1.GatewayStatus':
      'Addresses addresses []v1.GatewayStatusAddress, Conditions conditions []v1.Condition, Listeners listeners []v1.ListenerStatus, AttachedListenerSets attachedListenerSets *int32',
    'v1.GatewayStatusAddress': 'Type type *v1.AddressType, Value !value string',
    'v1.GatewayTLSConfig':
      'Backend backend *v1.GatewayBackendTLS, Frontend frontend *v1.FrontendTLSConfig',
    'v1.LabelSelector':
      'MatchLabels matchLabels map[string]string, MatchExpressions matchExpressions []v1.LabelSelectorRequirement',
    'v1.LabelSelectorRequirement':
      'Key !key string, Operator !operator v1.LabelSelectorOperator, Values values []string',
    'v1.Listener':
      'Name !name v1.SectionName, Hostname hostname *v1.Hostname, Port !port int32, Protocol !protocol v1.ProtocolType, TLS tls *v1.ListenerTLSConfig, AllowedRoutes allowedRoutes *v1.AllowedRoutes',
    'v1.ListenerNamespaces': 'From from *v1.FromNamespaces, Selector selector *v1.LabelSelector',
    'v1.ListenerStatus':
      'Name !name v1.SectionName, SupportedKinds supportedKinds []v1.RouteGroupKind, AttachedRoutes !attachedRoutes int32, Conditions !conditions []v1.Condition',
    'v1.ListenerTLSConfig':
      'Mode mode *v1.TLSModeType, CertificateRefs certificateRefs []v1.SecretObjectReference, Options options map[v1.AnnotationKey]v1.AnnotationValue',
    'v1.LocalParametersReference': 'Group !group v1.Group, Kind !kind v1.Kind, Name !name string',
    'v1.ObjectReference':
      'Group !group v1.Group, Kind !kind v1.Kind, Name !name v1.ObjectName, Namespace namespace *v1.Namespace',
    'v1.RouteGroupKind': 'Group group *v1.Group, Kind !kind v1.Kind',
    'v1.RouteNamespaces': 'From from *v1.FromNamespaces, Selector selector *v1.LabelSelector',
    'v1.SecretObjectReference':
      'Group group *v1.Group, Kind kind *v1.Kind, Name !name v1.ObjectName, Namespace namespace *v1.Namespace',
    'v1.TLSConfig': 'Validation validation *v1.FrontendTLSValidation',
    'v1.TLSPortConfig': 'Port !port int32, TLS !tls v1.TLSConfig',
    'v1.AddressType': '= string',
    'v1.AnnotationKey': '= string',
    'v1.AnnotationValue': '= string',
    'v1.ConditionStatus': '= string',
    'v1.FromNamespaces': '= string',
    'v1.FrontendValidationModeType': '= string',
    'v1.GatewayDefaultScope': '= string',
    'v1.Group': '= string',
    'v1.Hostname': '= string',
    'v1.Kind': '= string',
    'v1.LabelKey': '= string',
    'v1.LabelSelectorOperator': '= string',
    'v1.LabelValue': '= string',
    'v1.Namespace': '= string',
    'v1.ObjectName': '= string',
    'v1.ProtocolType': '= string',
    'v1.SectionName': '= string',
    'v1.TLSModeType': '= string',
  },
};
