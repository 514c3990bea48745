import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram, type ApplyObject } from '@org/dns-test-servers';
import { parseAllDocuments } from 'yaml';

const deploy = fileURLToPath(new URL('../../deploy', import.meta.url));

/** The objects of a YAML file. */
export async function readManifests(file: string): Promise<ApplyObject[]> {
  const text = await readFile(file, 'utf8');
  return parseAllDocuments(text)
    .map((document) => document.toJS() as ApplyObject | null)
    .filter((object) => object !== null);
}

/** The objects of one of our own deployment manifests. */
export function deployManifest(name: string): Promise<ApplyObject[]> {
  return readManifests(path.join(deploy, name));
}

/**
 * The permissions of our deployment. The manifest's subject is a service account; without controllers nobody issues its tokens,
 * so a user stands for it.
 */
export async function permissionsForUser(): Promise<ApplyObject[]> {
  return [
    ...(await deployManifest('rbac.yaml')),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'external-dns-user' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'external-dns' },
      subjects: [{ kind: 'User', name: 'external-dns', apiGroup: 'rbac.authorization.k8s.io' }],
    },
  ];
}

/** The custom resource definitions of the Gateway API. */
export async function gatewayApiDefinitions(): Promise<ApplyObject[]> {
  const folder = path.join(path.dirname(findProgram('kube-apiserver')), 'gateway-api');
  const objects: ApplyObject[] = [];
  for (const file of await readdir(folder))
    if (file.startsWith('gateway.networking.k8s.io_') && !file.includes('vap_'))
      objects.push(...(await readManifests(path.join(folder, file))));
  return objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
}
