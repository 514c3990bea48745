import type { FlagDefinition, FlagGroup, FlagValue } from './flag-definition.ts';
import { controllerFlags } from './definitions/controller.ts';
import { generalFlags } from './definitions/general.ts';
import { kubernetesFlags } from './definitions/kubernetes.ts';
import { leaderElectionFlags } from './definitions/leader-election.ts';
import { planningFlags } from './definitions/planning.ts';
import { providerAlibabacloudFlags } from './definitions/provider-alibabacloud.ts';
import { providerAwsSdFlags } from './definitions/provider-aws-sd.ts';
import { providerAwsFlags } from './definitions/provider-aws.ts';
import { providerAzureFlags } from './definitions/provider-azure.ts';
import { providerCloudflareFlags } from './definitions/provider-cloudflare.ts';
import { providerCorednsFlags } from './definitions/provider-coredns.ts';
import { providerExoscaleFlags } from './definitions/provider-exoscale.ts';
import { providerGodaddyFlags } from './definitions/provider-godaddy.ts';
import { providerGoogleFlags } from './definitions/provider-google.ts';
import { providerHetznerFlags } from './definitions/provider-hetzner.ts';
import { providerInmemoryFlags } from './definitions/provider-inmemory.ts';
import { providerNs1Flags } from './definitions/provider-ns1.ts';
import { providerOciFlags } from './definitions/provider-oci.ts';
import { providerOvhFlags } from './definitions/provider-ovh.ts';
import { providerPdnsFlags } from './definitions/provider-pdns.ts';
import { providerPiholeFlags } from './definitions/provider-pihole.ts';
import { providerRfc2136Flags } from './definitions/provider-rfc2136.ts';
import { providerWebhookFlags } from './definitions/provider-webhook.ts';
import { providerFlags } from './definitions/provider.ts';
import { registryFlags } from './definitions/registry.ts';
import { safetyFlags } from './definitions/safety.ts';
import { sourceFlags } from './definitions/source.ts';
import { templatingFlags } from './definitions/templating.ts';
import { tlsFlags } from './definitions/tls.ts';

const definitions = {
  ...generalFlags,
  ...kubernetesFlags,
  ...sourceFlags,
  ...templatingFlags,
  ...planningFlags,
  ...safetyFlags,
  ...controllerFlags,
  ...leaderElectionFlags,
  ...registryFlags,
  ...providerFlags,
  ...tlsFlags,
  ...providerAlibabacloudFlags,
  ...providerAwsFlags,
  ...providerAwsSdFlags,
  ...providerAzureFlags,
  ...providerCloudflareFlags,
  ...providerCorednsFlags,
  ...providerExoscaleFlags,
  ...providerGodaddyFlags,
  ...providerGoogleFlags,
  ...providerHetznerFlags,
  ...providerInmemoryFlags,
  ...providerNs1Flags,
  ...providerOciFlags,
  ...providerOvhFlags,
  ...providerPdnsFlags,
  ...providerPiholeFlags,
  ...providerRfc2136Flags,
  ...providerWebhookFlags,
};

export type FlagName = keyof typeof definitions;

/** The value of every flag, typed by its definition. */
export type Flags = { readonly [K in FlagName]: FlagValue<(typeof definitions)[K]> };

export const flagDefinitions: Readonly<Record<FlagName, FlagDefinition>> = definitions;

export interface TitledFlags {
  readonly title: string;
  readonly flags: FlagGroup;
}

/** Every flag once, in the order in which help and documentation show them. */
export const flagGroups: readonly TitledFlags[] = [
  { title: 'General', flags: generalFlags },
  { title: 'Kubernetes', flags: kubernetesFlags },
  { title: 'Sources', flags: sourceFlags },
  { title: 'Templates', flags: templatingFlags },
  { title: 'Planning', flags: planningFlags },
  { title: 'Safety', flags: safetyFlags },
  { title: 'Control loop', flags: controllerFlags },
  { title: 'Leader election', flags: leaderElectionFlags },
  { title: 'Registry', flags: registryFlags },
  { title: 'Providers', flags: providerFlags },
  { title: 'TLS towards providers', flags: tlsFlags },
  { title: 'Provider alibabacloud', flags: providerAlibabacloudFlags },
  { title: 'Provider aws', flags: providerAwsFlags },
  { title: 'Provider aws-sd', flags: providerAwsSdFlags },
  { title: 'Providers azure, azure-dns, azure-private-dns', flags: providerAzureFlags },
  { title: 'Provider cloudflare', flags: providerCloudflareFlags },
  { title: 'Providers coredns, skydns', flags: providerCorednsFlags },
  { title: 'Provider exoscale', flags: providerExoscaleFlags },
  { title: 'Provider godaddy', flags: providerGodaddyFlags },
  { title: 'Provider google', flags: providerGoogleFlags },
  { title: 'Provider hetzner', flags: providerHetznerFlags },
  { title: 'Provider inmemory', flags: providerInmemoryFlags },
  { title: 'Provider ns1', flags: providerNs1Flags },
  { title: 'Provider oci', flags: providerOciFlags },
  { title: 'Provider ovh', flags: providerOvhFlags },
  { title: 'Provider pdns', flags: providerPdnsFlags },
  { title: 'Provider pihole', flags: providerPiholeFlags },
  { title: 'Provider rfc2136', flags: providerRfc2136Flags },
  { title: 'Provider webhook', flags: providerWebhookFlags },
];

/** The environment variable that sets a flag, such as `EXTERNAL_DNS_LOG_LEVEL`. */
export function environmentName(flag: string): string {
  return `EXTERNAL_DNS_${flag.toUpperCase().replaceAll(/[^A-Z0-9_]+/g, '_')}`;
}
