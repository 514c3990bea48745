import type { KindTable } from '../kind-table.ts';

/** The Go types of a Service. */
export const serviceTable: KindTable = {
  root: 'v1.Service',
  without: ['status.conditions'],
  types: {
    'v1.Service':
      'TypeMeta ^ v1.TypeMeta, ObjectMeta ^metadata v1.ObjectMeta, Spec !spec v1.ServiceSpec, Status !status v1.ServiceStatus',
    'v1.ClientIPConfig': 'TimeoutSeconds timeoutSeconds *int32',
    'v1.Condition':
      'Type !type string, Status !status v1.ConditionStatus, ObservedGeneration observedGeneration int64, LastTransitionTime !lastTransitionTime v1.Time, Reason !reason string, Message !message string',
    'v1.LoadBalancerIngress':
      'IP ip string, Hostname hostname string, IPMode ipMode *v1.LoadBalancerIPMode, Ports ports []v1.PortStatus',
    'v1.LoadBalancerStatus': 'Ingress ingress []v1.LoadBalancerIngress',
    'v1.PortStatus': 'Port !port int32, Protocol !protocol v1.Protocol, Error error *string',
    'v1.ServicePort':
      'Name name string, Protocol protocol v1.Protocol, AppProtocol appProtocol *string, Port !port int32, TargetPort !targetPort intstr.IntOrString, NodePort nodePort int32',
    'v1.ServiceSpec':
      'Ports ports []v1.ServicePort, Selector selector map[string]string, ClusterIP clusterIP string, ClusterIPs clusterIPs []string, Type type v1.ServiceType, ExternalIPs externalIPs []string, SessionAffinity sessionAffinity v1.ServiceAffinity, LoadBalancerIP loadBalancerIP string, LoadBalancerSourceRanges loadBalancerSourceRanges []string, ExternalName externalName string, ExternalTrafficPolicy externalTrafficPolicy v1.ServiceExternalTrafficPolicy, HealthCheckNodePort healthCheckNodePort int32, PublishNotReadyAddresses publishNotReadyAddresses bool, SessionAffinityConfig sessionAffinityConfig *v1.SessionAffinityConfig, IPFamilies ipFamilies []v1.IPFamily, IPFamilyPolicy ipFamilyPolicy *v1.IPFamilyPolicy, AllocateLoadBalancerNodePorts allocateLoadBalancerNodePorts *bool, LoadBalancerClass loadBalancerClass *string, InternalTrafficPolicy internalTrafficPolicy *v1.ServiceInternalTrafficPolicy, TrafficDistribution trafficDistribution *string',
    'v1.ServiceStatus':
      'LoadBalancer !loadBalancer v1.LoadBalancerStatus, Conditions conditions []v1.Condition',
    'v1.SessionAffinityConfig': 'ClientIP clientIP *v1.ClientIPConfig',
    'v1.ConditionStatus': '= string',
    'v1.IPFamily': '= string',
    'v1.IPFamilyPolicy': '= string',
    'v1.LoadBalancerIPMode': '= string',
    'v1.Protocol': '= string',
    'v1.ServiceAffinity': '= string',
    'v1.ServiceExternalTrafficPolicy': '= string',
    'v1.ServiceInternalTrafficPolicy': '= string',
    'v1.ServiceType': '= string',
  },
};
