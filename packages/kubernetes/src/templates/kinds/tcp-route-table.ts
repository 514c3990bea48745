import type { KindTable } from '../kind-table.ts';

/** The Go types of a TCPRoute. */
export const tcpRouteTable: KindTable = {
  root: 'v1alpha2.TCPRoute',
  types: {
    'v1alpha2.TCPRoute':
      'TypeMeta ^ v1.TypeMeta, ObjectMeta ^metadata v1.ObjectMeta, Spec !spec v1alpha2.TCPRouteSpec, Status !status v1alpha2.TCPRouteStatus',
    'v1.BackendObjectReference':
      'Group group *v1.Group, Kind kind *v1.Kind, Name !name v1.ObjectName, Namespace namespace *v1.Namespace, Port port *int32',
    'v1.BackendRef': 'BackendObjectReference ^ v1.BackendObjectReference, Weight weight *int32',
    'v1.CommonRouteSpec':
      'ParentRefs parentRefs []v1.ParentReference, UseDefaultGateways useDefaultGateways v1.GatewayDefaultScope',
    'v1.Condition':
      'Type !type string, Status !status v1.ConditionStatus, ObservedGeneration observedGeneration int64, LastTransitionTime !lastTransitionTime v1.Time, Reason !reason string, Message !message string',
    'v1.ParentReference':
      'Group group *v1.Group, Kind kind *v1.Kind, Namespace namespace *v1.Namespace, Name !name v1.ObjectName, SectionName sectionName *v1.SectionName, Port port *int32',
    'v1.RouteParentStatus':
      'ParentRef !parentRef v1.ParentReference, ControllerName !controllerName v1.GatewayController, Conditions conditions []v1.Condition',
    'v1.RouteStatus': 'Parents !parents []v1.RouteParentStatus',
    'v1alpha2.TCPRouteRule': 'Name name *v1.SectionName, BackendRefs backendRefs []v1.BackendRef',
    'v1alpha2.TCPRouteSpec':
      'CommonRouteSpec ^ v1.CommonRouteSpec, Rules rules []v1alpha2.TCPRouteRule',
    'v1alpha2.TCPRouteStatus': 'RouteStatus ^ v1.RouteStatus',
    'v1.ConditionStatus': '= string',
    'v1.GatewayController': '= string',
    'v1.GatewayDefaultScope': '= string',
    'v1.Group': '= string',
    'v1.Kind': '= string',
    'v1.Namespace': '= string',
    'v1.ObjectName': '= string',
    'v1.SectionName': '= string',
  },
};
