/** The text of a kubeconfig for one API server; JSON, which is YAML too. */
export function kubeconfig(
  cluster: { readonly server: string; readonly 'insecure-skip-tls-verify'?: boolean },
  user: { readonly token?: string } = {},
): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  });
}
