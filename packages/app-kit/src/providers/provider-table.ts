import type { Flags } from '../flags/flag-groups.ts';
import { createAzure, createAzurePrivate } from './azure.ts';
import { createCloudflare } from './cloudflare.ts';
import { createCoreDns } from './coredns.ts';
import type { CreateProvider } from './create-provider.ts';
import { createGoogle } from './google.ts';
import { createHetzner } from './hetzner.ts';
import { createInmemory } from './inmemory.ts';
import { createPdns } from './pdns.ts';
import { createRfc2136 } from './rfc2136.ts';
import { createRoute53 } from './route53.ts';
import { createWebhook } from './webhook.ts';

/** Every provider that is part of this build, by the name that `--provider` takes. */
export const providerTable: Readonly<
  Partial<Record<Exclude<Flags['provider'], `npm:${string}`>, CreateProvider>>
> = {
  aws: createRoute53,
  azure: createAzure,
  'azure-dns': createAzure,
  'azure-private-dns': createAzurePrivate,
  cloudflare: createCloudflare,
  coredns: createCoreDns,
  google: createGoogle,
  hetzner: createHetzner,
  inmemory: createInmemory,
  pdns: createPdns,
  rfc2136: createRfc2136,
  skydns: createCoreDns,
  webhook: createWebhook,
};
