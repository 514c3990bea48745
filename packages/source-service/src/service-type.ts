/** The types of Services (https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types). */
export const serviceTypes = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] as const;

export type ServiceType = (typeof serviceTypes)[number];
