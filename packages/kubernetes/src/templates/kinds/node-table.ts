import type { KindTable } from '../kind-table.ts';

/** The Go types of a Node. */
export const nodeTable: KindTable = {
  root: 'v1.Node',
  without: ['status.conditions'],
  types: {
    'v1.Node':
      'TypeMeta ^ v1.TypeMeta, ObjectMeta ^metadata v1.ObjectMeta, Spec !spec v1.NodeSpec, Status !status v1.NodeStatus',
    'v1.AttachedVolume': 'Name !name v1.UniqueVolumeName, DevicePath !devicePath string',
    'v1.ConfigMapNodeConfigSource':
      'Namespace !namespace string, Name !name string, UID uid types.UID, ResourceVersion resourceVersion string, KubeletConfigKey !kubeletConfigKey string',
    'v1.ContainerImage': 'Names !names []string, SizeBytes sizeBytes int64',
    'v1.DaemonEndpoint': 'Port !Port int32',
    'v1.NodeAddress': 'Type !type v1.NodeAddressType, Address !address string',
    'v1.NodeCondition':
      'Type !type v1.NodeConditionType, Status !status v1.ConditionStatus, LastHeartbeatTime !lastHeartbeatTime v1.Time, LastTransitionTime !lastTransitionTime v1.Time, Reason reason string, Message message string',
    'v1.NodeConfigSource': 'ConfigMap configMap *v1.ConfigMapNodeConfigSource',
    'v1.NodeConfigStatus':
      'Assigned assigned *v1.NodeConfigSource, Active active *v1.NodeConfigSource, LastKnownGood lastKnownGood *v1.NodeConfigSource, Error error string',
    'v1.NodeDaemonEndpoints': 'KubeletEndpoint !kubeletEndpoint v1.DaemonEndpoint',
    'v1.NodeFeatures': 'SupplementalGroupsPolicy supplementalGroupsPolicy *bool',
    'v1.NodeRuntimeHandler': 'Name !name string, Features features *v1.NodeRuntimeHandlerFeatures',
    'v1.NodeRuntimeHandlerFeatures':
      'RecursiveReadOnlyMounts recursiveReadOnlyMounts *bool, UserNamespaces userNamespaces *bool',
    'v1.NodeSpec':
      'PodCIDR podCIDR string, PodCIDRs podCIDRs []string, ProviderID providerID string, Unschedulable unschedulable bool, Taints taints []v1.Taint, ConfigSource configSource *v1.NodeConfigSource, DoNotUseExternalID externalID string',
    'v1.NodeStatus':
      'Capacity capacity v1.ResourceList, Allocatable allocatable v1.ResourceList, Phase phase v1.NodePhase, Conditions conditions []v1.NodeCondition, Addresses addresses []v1.NodeAddress, DaemonEndpoints !daemonEndpoints v1.NodeDaemonEndpoints, NodeInfo !nodeInfo v1.NodeSystemInfo, Images images []v1.ContainerImage, VolumesInUse volumesInUse []v1.UniqueVolumeName, VolumesAttached volumesAttached []v1.AttachedVolume, Config config *v1.NodeConfigStatus, RuntimeHandlers runtimeHandlers []v1.NodeRuntimeHandler, Features features *v1.NodeFeatures, DeclaredFeatures declaredFeatures []string',
    'v1.NodeSwapStatus': 'Capacity capacity *int64',
    'v1.NodeSystemInfo':
      'MachineID !machineID string, SystemUUID !systemUUID string, BootID !bootID string, KernelVersion !kernelVersion string, OSImage !osImage string, ContainerRuntimeVersion !containerRuntimeVersion string, KubeletVersion !kubeletVersion string, KubeProxyVersion !kubeProxyVersion string, OperatingSystem !operatingSystem string, Architecture !architecture string, Swap swap *v1.NodeSwapStatus',
    'v1.Taint':
      'Key !key string, Value value string, Effect !effect v1.TaintEffect, TimeAdded timeAdded *v1.Time',
    'v1.ConditionStatus': '= string',
    'v1.NodeAddressType': '= string',
    'v1.NodeConditionType': '= string',
    'v1.NodePhase': '= string',
    'v1.ResourceList': '= map[v1.ResourceName]resource.Quantity',
    'v1.ResourceName': '= string',
    'v1.TaintEffect': '= string',
    'v1.UniqueVolumeName': '= string',
  },
};
