import { createRequire } from 'node:module';
import type * as Grpc from '@grpc/grpc-js';

type Grpc = typeof Grpc;

/** etcd3's client of one member; its own pool of them cannot be given unchecked certificates, nor be told to stop a call. */
export interface Host {
  getServiceClient(service: 'KV' | 'Auth'): Grpc.Client;
  close(): void;
}

export interface EtcdLibrary {
  readonly grpc: Grpc;
  createHost(
    address: string,
    credentials: Grpc.ChannelCredentials,
    options: Grpc.ChannelOptions,
  ): Host;
}

/**
 * The `etcd3` package and the very copy of gRPC that it uses, whose objects it tells from those of any other. They are looked
 * up at run time because etcd3 reads its `.proto` files beside its code, which no bundle keeps.
 */
export function loadEtcdLibrary(): EtcdLibrary {
  const ours = createRequire(import.meta.url);
  const { Host } = ours('etcd3/lib/connection-pool.js') as {
    readonly Host: new (
      address: string,
      credentials: Grpc.ChannelCredentials,
      options: Grpc.ChannelOptions,
    ) => Host;
  };
  const grpc = createRequire(ours.resolve('etcd3'))('@grpc/grpc-js') as Grpc;
  return {
    grpc,
    createHost: (address, credentials, options) => new Host(address, credentials, options),
  };
}
