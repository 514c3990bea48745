import type { Flags } from '../flags/flag-groups.ts';
import type { CreateProvider } from './create-provider.ts';

/** Every provider that is part of this build, by the name that `--provider` takes. */
export const providerTable: Readonly<Partial<Record<Flags['provider'], CreateProvider>>> = {};
