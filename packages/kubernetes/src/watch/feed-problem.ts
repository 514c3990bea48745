import type { Problem } from '@org/dns-core';
import { ApiError } from '../api/api-error.ts';
import { apiVersionOf, type ResourceType } from '../model/resource-type.ts';

/**
 * Why a resource cannot be read, with the way out. `stopsRun`: upstream does not start without this resource, which
 * `compat` repeats once it has waited as long as upstream does.
 */
export function feedProblem(
  type: ResourceType,
  namespace: string,
  server: string,
  error: unknown,
): Problem {
  const where = namespace === '' ? 'in every namespace' : `in namespace ${namespace}`;
  const what = type.group === '' ? type.plural : `${type.plural}.${type.group}`;
  const status = error instanceof ApiError ? error.status : undefined;
  const role = namespace === '' || !type.namespaced ? 'ClusterRole' : 'Role';
  const rule = `{apiGroups: ["${type.group}"], resources: ["${type.plural}"], verbs: ["get", "list", "watch"]}`;
  if (status === 403)
    return {
      code: 'resource-forbidden',
      message: `not allowed to list and watch ${what} ${where}: add the rule ${rule} to the ${role} of this service account`,
      stopsRun: true,
    };
  if (status === 404)
    return {
      code: 'resource-missing',
      message: `the API server does not serve ${what} in ${apiVersionOf(type)}: install its CustomResourceDefinition in that version, or leave the source out`,
      stopsRun: true,
    };
  if (status === 401)
    return {
      code: 'unauthorized',
      message: `the API server at ${server} refuses our credentials while listing ${what}: check the token or client certificate of the kubeconfig or service account`,
      stopsRun: true,
    };
  return {
    code: status === undefined ? 'api-unreachable' : 'api-failed',
    message: `${what} cannot be listed and watched ${where}: ${error instanceof Error ? error.message : String(error)}`,
    stopsRun: true,
  };
}
