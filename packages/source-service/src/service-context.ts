import type { Endpoint, HostnameOptions } from '@org/dns-core';
import type { Reader } from '@org/dns-kubernetes';
import type { ServiceSourceOptions } from './options.ts';
import type { Service } from './resources.ts';

/** One Service while its endpoints are made. */
export interface ServiceContext {
  readonly options: ServiceSourceOptions;
  readonly service: Service;
  readonly reader: Reader;
  /** What every endpoint of the Service carries: TTL, set identifier, properties, resource label, object. */
  readonly shared: HostnameOptions;
  /** Records a problem of the Service. */
  readonly note: (code: string, message: string) => void;
}

/** What one hostname of a Service became. */
export interface Generated {
  readonly endpoints: readonly Endpoint[];
  /** The Service means to publish the hostname, but has no address for it at the moment. */
  readonly waiting: boolean;
}
