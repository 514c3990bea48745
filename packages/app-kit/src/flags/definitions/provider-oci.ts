import type { FlagGroup } from '../flag-definition.ts';

export const providerOciFlags = {
  'oci-config-file': {
    type: 'string',
    default: '/etc/kubernetes/oci.yaml',
    help: 'OCI configuration file.',
  },
  'oci-compartment-ocid': {
    type: 'string',
    default: '',
    help: 'Compartment holding zones; mandatory with instance principal.',
  },
  'oci-zone-scope': {
    type: 'enum',
    choices: ['', 'GLOBAL', 'PRIVATE'],
    default: 'GLOBAL',
    help: 'Zone scope; empty selects both scopes.',
  },
  'oci-auth-instance-principal': {
    type: 'boolean',
    default: false,
    help: 'Authenticate as instance principal.',
  },
  'oci-zones-cache-duration': {
    type: 'duration',
    default: '0s',
    help: 'Zone list cache lifetime; zero disables.',
  },
} as const satisfies FlagGroup;
