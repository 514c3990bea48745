import { createRequire } from 'node:module';
import type * as Grpc from '@grpc/grpc-js';
import { loadEtcdLibrary } from '../etcd-library.ts';
import { createFakeStore, type FakeStore } from './fake-store.ts';

/** What goes wrong with a call. */
type Fault =
  | { readonly kind: 'error'; readonly code: number; readonly details: string }
  /** Never answered, and nothing happens. */
  | { readonly kind: 'hang' }
  /** Carried out; the answer is lost with the connection. */
  | { readonly kind: 'reply-lost' };

interface FakeCall {
  readonly method: 'Range' | 'Txn' | 'Authenticate';
  /** A transaction that puts or deletes. */
  readonly isWrite: boolean;
  readonly token: string | undefined;
}

/** etcd's KV and Auth services on loopback, with etcd's own `.proto`. */
export interface FakeEtcd {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly calls: readonly FakeCall[];
  readonly store: FakeStore;
  /** Asked at each call, which it may also use to write behind somebody's back. */
  intercept: (call: FakeCall) => Fault | undefined;
  /** The tokens that were given out are not taken any more. */
  expireTokens(): void;
  stop(): void;
}

export interface FakeEtcdOptions {
  /** Users with their passwords; absent: everybody may do everything. */
  readonly users?: Readonly<Record<string, string>>;
  readonly maxTxnOps?: number;
}

type Handler = (request: Readonly<Record<string, unknown>>) => object;

export async function startFakeEtcd(options: FakeEtcdOptions = {}): Promise<FakeEtcd> {
  const { grpc } = loadEtcdLibrary();
  const store = createFakeStore(options.maxTxnOps ?? 128);
  const calls: FakeCall[] = [];
  const tokens = new Set<string>();

  const fail = (code: number, details: string): Error =>
    Object.assign(new Error(details), { code, details });

  const authenticate: Handler = ({ name, password }) => {
    if (options.users === undefined) throw fail(9, 'etcdserver: authentication is not enabled');
    if (options.users[String(name)] !== password)
      throw fail(3, 'etcdserver: authentication failed, invalid user ID or password');
    const token = `token-${calls.length}`;
    tokens.add(token);
    return { token };
  };

  const serve =
    (method: FakeCall['method'], handler: Handler): Grpc.handleUnaryCall<unknown, unknown> =>
    (call, done) => {
      const request = call.request as Readonly<Record<string, unknown>>;
      const [token] = call.metadata.get('token').map(String);
      const made: FakeCall = { method, isWrite: isWrite(request), token };
      calls.push(made);
      const fault = fake.intercept(made);
      if (fault?.kind === 'hang') return;
      try {
        if (fault?.kind === 'error') throw fail(fault.code, fault.details);
        if (method !== 'Authenticate' && options.users !== undefined) {
          if (token === undefined) throw fail(3, 'etcdserver: user name is empty');
          if (!tokens.has(token)) throw fail(16, 'etcdserver: invalid auth token');
        }
        const reply = handler(request);
        if (fault?.kind === 'reply-lost') done(fail(14, 'Connection dropped'));
        else done(null, reply);
      } catch (error) {
        done(error as Error);
      }
    };

  const services = loadServices(grpc);
  const server = new grpc.Server();
  server.addService(services.KV.service, {
    Range: serve('Range', (request) => store.range(request)),
    Txn: serve('Txn', (request) => store.txn(request)),
  });
  server.addService(services.Auth.service, { Authenticate: serve('Authenticate', authenticate) });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });

  const fake: FakeEtcd = {
    url: `http://127.0.0.1:${port}`,
    calls,
    store,
    intercept: () => undefined,
    expireTokens: () => tokens.clear(),
    stop: () => server.forceShutdown(),
  };
  return fake;
}

function isWrite({ success }: Readonly<Record<string, unknown>>): boolean {
  const operations = Array.isArray(success) ? (success as readonly object[]) : [];
  return operations.some(
    (operation) => !('request_range' in operation) || operation.request_range === null,
  );
}

interface Services {
  readonly KV: Grpc.ServiceClientConstructor;
  readonly Auth: Grpc.ServiceClientConstructor;
}

function loadServices(grpc: typeof Grpc): Services {
  const ours = createRequire(import.meta.url);
  const { loadSync } = createRequire(ours.resolve('etcd3'))('@grpc/proto-loader') as {
    readonly loadSync: (file: string, options: object) => unknown;
  };
  const definition = loadSync(ours.resolve('etcd3/proto/rpc.proto'), {
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const loaded = grpc.loadPackageDefinition(
    definition as Parameters<typeof grpc.loadPackageDefinition>[0],
  );
  return loaded['etcdserverpb'] as unknown as Services;
}
