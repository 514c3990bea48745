import type { ApiClient } from '../api/api-client.ts';
import { ApiError } from '../api/api-error.ts';
import { resourcePath } from '../api/resource-path.ts';
import type { ResourceType } from '../model/resource-type.ts';

const leases: ResourceType = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/ */
export interface Lease {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly resourceVersion?: string;
  };
  readonly spec?: {
    /** `''`: free. */
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

/** Reads and writes one Lease. A write that came too late is `undefined`. Not counted against the rate limit. */
export interface LeaseStore {
  read(signal: AbortSignal): Promise<Lease | undefined>;
  /** Creates it where `lease` has no version, else replaces exactly that version. */
  write(lease: Lease, signal: AbortSignal): Promise<Lease | undefined>;
}

export function createLeaseStore(client: ApiClient, namespace: string, name: string): LeaseStore {
  const or = async (
    request: Promise<unknown>,
    ...statuses: readonly number[]
  ): Promise<Lease | undefined> => {
    try {
      return (await request) as Lease;
    } catch (error) {
      if (error instanceof ApiError && statuses.includes(error.status ?? 0)) return undefined;
      throw error;
    }
  };
  const path = resourcePath(leases, { namespace, name });
  return {
    read: (signal) => or(client.request({ method: 'GET', path, signal, unlimited: true }), 404),
    write: (lease, signal) => {
      const exists = lease.metadata.resourceVersion !== undefined;
      const request = client.request({
        method: exists ? 'PUT' : 'POST',
        path: exists ? path : resourcePath(leases, { namespace }),
        body: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', ...lease },
        signal,
        unlimited: true,
      });
      // Gone since it was read: the next attempt creates it. A namespace that is missing is an error.
      return exists ? or(request, 409, 404) : or(request, 409);
    },
  };
}
