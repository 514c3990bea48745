import type { KindTable } from '../kind-table.ts';

/** The Go types of a Ingress. */
export const ingressTable: KindTable = {
  root: 'v1.Ingress',
  types: {
    'v1.Ingress':
      'TypeMeta ^ v1.TypeMeta, ObjectMeta ^metadata v1.ObjectMeta, Spec !spec v1.IngressSpec, Status !status v1.IngressStatus',
    'v1.HTTPIngressPath':
      'Path path string, PathType !pathType *v1.PathType, Backend !backend v1.IngressBackend',
    'v1.HTTPIngressRuleValue': 'Paths !paths []v1.HTTPIngressPath',
    'v1.IngressBackend':
      'Service service *v1.IngressServiceBackend, Resource resource *v1.TypedLocalObjectReference',
    'v1.IngressLoadBalancerIngress':
      'IP ip string, Hostname hostname string, Ports ports []v1.IngressPortStatus',
    'v1.IngressLoadBalancerStatus': 'Ingress ingress []v1.IngressLoadBalancerIngress',
    'v1.IngressPortStatus': 'Port !port int32, Protocol !protocol v1.Protocol, Error error *string',
    'v1.IngressRule': 'Host host string, IngressRuleValue ^ v1.IngressRuleValue',
    'v1.IngressRuleValue': 'HTTP http *v1.HTTPIngressRuleValue',
    'v1.IngressServiceBackend': 'Name !name string, Port !port v1.ServiceBackendPort',
    'v1.IngressSpec':
      'IngressClassName ingressClassName *string, DefaultBackend defaultBackend *v1.IngressBackend, TLS tls []v1.IngressTLS, Rules rules []v1.IngressRule',
    'v1.IngressStatus': 'LoadBalancer !loadBalancer v1.IngressLoadBalancerStatus',
    'v1.IngressTLS': 'Hosts hosts []string, SecretName secretName string',
    'v1.ServiceBackendPort': 'Name name string, Number number int32',
    'v1.TypedLocalObjectReference':
      'APIGroup !apiGroup *string, Kind !kind string, Name !name string',
    'v1.PathType': '= string',
    'v1.Protocol': '= string',
  },
};
