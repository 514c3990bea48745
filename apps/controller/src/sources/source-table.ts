import type { Flags } from '@org/dns-app-kit';
import { createCrd } from './crd.ts';
import type { CreateSource } from './create-source.ts';
import { createEmpty } from './empty.ts';
import { createIngress } from './ingress.ts';
import { createService } from './service.ts';

export type SourceName = Flags['source'][number];

/** Every source that is part of this build, by the name that `--source` takes. */
export const sourceTable: Readonly<Partial<Record<SourceName, CreateSource>>> = {
  crd: createCrd,
  empty: createEmpty,
  ingress: createIngress,
  service: createService,
};
