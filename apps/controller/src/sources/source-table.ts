import type { Flags } from '@org/dns-app-kit';
import { createCrd } from './crd.ts';
import type { CreateSource } from './create-source.ts';
import { createEmpty } from './empty.ts';
import { createGateway } from './gateway.ts';
import { createIngress } from './ingress.ts';
import { createService } from './service.ts';

export type SourceName = Flags['source'][number];

/** Every source that is part of this build, by the name that `--source` takes. */
export const sourceTable: Readonly<Partial<Record<SourceName, CreateSource>>> = {
  crd: createCrd,
  empty: createEmpty,
  'gateway-grpcroute': createGateway('gateway-grpcroute'),
  'gateway-httproute': createGateway('gateway-httproute'),
  'gateway-tcproute': createGateway('gateway-tcproute'),
  'gateway-tlsroute': createGateway('gateway-tlsroute'),
  'gateway-udproute': createGateway('gateway-udproute'),
  ingress: createIngress,
  service: createService,
};
