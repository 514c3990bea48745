import type { FlagGroup } from '../flag-definition.ts';

export const kubernetesFlags = {
  server: {
    type: 'string',
    default: '',
    help: 'API server URL override; only used together with a kubeconfig.',
  },
  kubeconfig: {
    type: 'string',
    default: '',
    help: 'Kubeconfig path; empty means home file, then in-cluster.',
  },
  'request-timeout': {
    type: 'duration',
    default: '30s',
    help: 'A value other than 30s overrides --kube-api-request-timeout.',
    deprecated: 'use --kube-api-request-timeout',
  },
  'kube-api-request-timeout': {
    type: 'duration',
    default: '30s',
    help: 'Per-request timeout for Kubernetes calls; zero means none.',
  },
  'kube-api-qps': {
    type: 'integer',
    default: 5,
    help: 'Client-side request rate; must be positive.',
  },
  'kube-api-burst': { type: 'integer', default: 10, help: 'Client-side burst; must be positive.' },
  manifests: {
    type: 'string',
    default: '',
    help: 'Read objects from the YAML and JSON files of this folder, and watch it, instead of asking an API server.',
  },
} as const satisfies FlagGroup;
