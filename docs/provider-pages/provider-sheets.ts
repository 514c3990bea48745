import type { ProviderCapabilities } from '../../packages/core/src/index.ts';
import { capabilitiesOf } from '../../packages/provider-azure/src/capabilities.ts';
import { capabilities as cloudflare } from '../../packages/provider-cloudflare/src/capabilities.ts';
import { capabilities as coreDns } from '../../packages/provider-coredns-skydns/src/capabilities.ts';
import { capabilities as google } from '../../packages/provider-gcp/src/capabilities.ts';
import { capabilities as hetzner } from '../../packages/provider-hetzner/src/capabilities.ts';
import { capabilities as inMemory } from '../../packages/provider-inmemory/src/capabilities.ts';
import { capabilities as pdns } from '../../packages/provider-pdns/src/capabilities.ts';
import { capabilities as rfc2136 } from '../../packages/provider-rfc2136/src/capabilities.ts';
import { capabilities as route53 } from '../../packages/provider-route53/src/capabilities.ts';
import { capabilities as webhook } from '../../packages/provider-webhook/src/capabilities.ts';

/** One service that a provider package speaks to. */
export interface Service {
  readonly title: string;
  readonly capabilities: ProviderCapabilities;
}

/** What a page about a provider is made from. */
export interface ProviderSheet {
  /** The page's file without its ending. */
  readonly page: string;
  readonly title: string;
  /** Values of `--provider`. */
  readonly values: readonly string[];
  readonly folder: string;
  /** The title of its group of flags. */
  readonly flags: string;
  /** Flags of other groups that it reads, too. */
  readonly otherFlags?: readonly string[];
  readonly services: readonly Service[];
}

const tls = ['tls-ca', 'tls-client-cert', 'tls-client-cert-key'];

/** Every provider of this build, in the order of their pages. */
export const providerSheets: readonly ProviderSheet[] = [
  {
    page: 'route53',
    title: 'Amazon Route 53',
    values: ['aws'],
    folder: 'provider-route53',
    flags: 'Provider aws',
    otherFlags: ['zone-id-filter'],
    services: [{ title: 'Route 53', capabilities: route53 }],
  },
  {
    page: 'azure',
    title: 'Azure DNS and Azure Private DNS',
    values: ['azure', 'azure-dns', 'azure-private-dns'],
    folder: 'provider-azure',
    flags: 'Providers azure, azure-dns, azure-private-dns',
    otherFlags: ['zone-id-filter', 'zone-name-filter'],
    services: [
      { title: 'Azure DNS', capabilities: capabilitiesOf('public', 'safe') },
      { title: 'Azure Private DNS', capabilities: capabilitiesOf('private', 'safe') },
    ],
  },
  {
    page: 'cloudflare',
    title: 'Cloudflare',
    values: ['cloudflare'],
    folder: 'provider-cloudflare',
    flags: 'Provider cloudflare',
    otherFlags: ['zone-id-filter', 'batch-change-size', 'batch-change-interval'],
    services: [{ title: 'Cloudflare', capabilities: cloudflare }],
  },
  {
    page: 'coredns',
    title: 'CoreDNS over etcd (SkyDNS)',
    values: ['coredns', 'skydns'],
    folder: 'provider-coredns-skydns',
    flags: 'Providers coredns, skydns',
    services: [{ title: 'CoreDNS', capabilities: coreDns }],
  },
  {
    page: 'google',
    title: 'Google Cloud DNS',
    values: ['google'],
    folder: 'provider-gcp',
    flags: 'Provider google',
    otherFlags: ['zone-id-filter'],
    services: [{ title: 'Cloud DNS', capabilities: google }],
  },
  {
    page: 'hetzner',
    title: 'Hetzner',
    values: ['hetzner'],
    folder: 'provider-hetzner',
    flags: 'Provider hetzner',
    services: [{ title: 'Hetzner', capabilities: hetzner }],
  },
  {
    page: 'pdns',
    title: 'PowerDNS',
    values: ['pdns'],
    folder: 'provider-pdns',
    flags: 'Provider pdns',
    otherFlags: tls,
    services: [{ title: 'PowerDNS', capabilities: pdns }],
  },
  {
    page: 'rfc2136',
    title: 'Dynamic updates (RFC 2136)',
    values: ['rfc2136'],
    folder: 'provider-rfc2136',
    flags: 'Provider rfc2136',
    otherFlags: tls,
    services: [{ title: 'RFC 2136', capabilities: rfc2136 }],
  },
  {
    page: 'webhook',
    title: 'Webhook',
    values: ['webhook'],
    folder: 'provider-webhook',
    flags: 'Provider webhook',
    services: [{ title: 'Webhook', capabilities: webhook }],
  },
  {
    page: 'inmemory',
    title: 'In memory',
    values: ['inmemory'],
    folder: 'provider-inmemory',
    flags: 'Provider inmemory',
    services: [{ title: 'In memory', capabilities: inMemory }],
  },
];
