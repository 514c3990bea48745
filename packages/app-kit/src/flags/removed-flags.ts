/** A flag that the Go controller had in v0.13 or later and has no more. */
export interface RemovedFlag {
  readonly takesValue: boolean;
  /** The last release that had it. */
  readonly until: string;
  /** What happens now, as the end of a sentence. */
  readonly now: string;
}

const gone = (provider: string) =>
  `the provider ${provider} is reached through --provider=webhook, which has settings of its own`;

const value = (until: string, now: string): RemovedFlag => ({ takesValue: true, until, now });
const toggle = (until: string, now: string): RemovedFlag => ({ takesValue: false, until, now });

/** From the history of upstream's `pkg/apis/externaldns/types.go`. They are accepted, change nothing, and leave a warning. */
export const removedFlags: Readonly<Record<string, RemovedFlag>> = {
  'akamai-access-token': value('v0.21', gone('akamai')),
  'akamai-client-secret': value('v0.21', gone('akamai')),
  'akamai-client-token': value('v0.21', gone('akamai')),
  'akamai-edgerc-path': value('v0.21', gone('akamai')),
  'akamai-edgerc-section': value('v0.21', gone('akamai')),
  'akamai-serviceconsumerdomain': value('v0.21', gone('akamai')),
  'bluecat-config-file': value('v0.14', gone('bluecat')),
  'bluecat-dns-configuration': value('v0.14', gone('bluecat')),
  'bluecat-dns-deploy-type': value('v0.14', gone('bluecat')),
  'bluecat-dns-server-name': value('v0.14', gone('bluecat')),
  'bluecat-dns-view': value('v0.14', gone('bluecat')),
  'bluecat-gateway-host': value('v0.14', gone('bluecat')),
  'bluecat-root-zone': value('v0.14', gone('bluecat')),
  'bluecat-skip-tls-verify': toggle('v0.14', gone('bluecat')),
  'cf-api-endpoint': value('v0.20', 'the source cloudfoundry is gone'),
  'cf-password': value('v0.20', 'the source cloudfoundry is gone'),
  'cf-username': value('v0.20', 'the source cloudfoundry is gone'),
  'cloudflare-zones-per-page': value('v0.13', 'zones are always read in the largest pages'),
  'contour-load-balancer': value(
    'v0.13',
    'addresses of HTTPProxies come from their status; the source contour-ingressroute is gone',
  ),
  'digitalocean-api-page-size': value('v0.20', gone('digitalocean')),
  'dyn-customer-name': value('v0.14', 'the service Dyn has ended'),
  'dyn-min-ttl': value('v0.14', 'the service Dyn has ended'),
  'dyn-password': value('v0.14', 'the service Dyn has ended'),
  'dyn-username': value('v0.14', 'the service Dyn has ended'),
  'exoscale-endpoint': value(
    'v0.13',
    'the API is chosen by --exoscale-apienv and --exoscale-apizone',
  ),
  'ibmcloud-config-file': value('v0.17', gone('ibmcloud')),
  'ibmcloud-proxied': toggle('v0.17', gone('ibmcloud')),
  'infoblox-cache-duration': value('v0.14', gone('infoblox')),
  'infoblox-create-ptr': toggle('v0.14', gone('infoblox')),
  'infoblox-fqdn-regex': value('v0.14', gone('infoblox')),
  'infoblox-grid-host': value('v0.14', gone('infoblox')),
  'infoblox-max-results': value('v0.14', gone('infoblox')),
  'infoblox-name-regex': value('v0.14', gone('infoblox')),
  'infoblox-ssl-verify': toggle('v0.14', gone('infoblox')),
  'infoblox-view': value('v0.14', gone('infoblox')),
  'infoblox-wapi-password': value('v0.14', gone('infoblox')),
  'infoblox-wapi-port': value('v0.14', gone('infoblox')),
  'infoblox-wapi-username': value('v0.14', gone('infoblox')),
  'infoblox-wapi-version': value('v0.14', gone('infoblox')),
  'pdns-tls-enabled': toggle('v0.13', 'TLS is used where --pdns-server begins with https://'),
  'pihole-api-version': value('v0.21', 'version 6 of the Pi-hole API is the only one'),
  'plural-cluster': value('v0.21', gone('plural')),
  'plural-provider': value('v0.21', gone('plural')),
  'rcodezero-txt-encrypt': toggle('v0.14', gone('rcodezero')),
  'rfc2136-create-ptr': toggle(
    'v0.20',
    'PTR records are made for every provider with --create-ptr and --managed-record-types=PTR',
  ),
  'tencent-cloud-config-file': value('v0.17', gone('tencentcloud')),
  'tencent-cloud-zone-type': value('v0.17', gone('tencentcloud')),
  'traefik-disable-legacy': toggle(
    'v0.18',
    'the group traefik.containo.us is only watched with --traefik-enable-legacy',
  ),
  'transip-account': value('v0.21', gone('transip')),
  'transip-keyfile': value('v0.21', gone('transip')),
  'txt-new-format-only': toggle('v0.17', 'only the new form of ownership records is written'),
};

/** Providers that the Go controller had in v0.13 or later and has no more. */
export const removedProviders: ReadonlySet<string> = new Set([
  'akamai',
  'bluecat',
  'designate',
  'digitalocean',
  'dyn',
  'gandi',
  'ibmcloud',
  'infoblox',
  'plural',
  'rcodezero',
  'rdns',
  'safedns',
  'stackpath',
  'tencentcloud',
  'tinydns',
  'transip',
  'ultradns',
  'vinyldns',
  'vultr',
]);

/** Sources that the Go controller had in v0.13 or later and has no more, with what to use now. */
export const removedSources: Readonly<Record<string, string>> = {
  cloudfoundry: 'There is no successor; write DNSEndpoint objects and use --source=crd.',
  'contour-ingressroute': 'Use HTTPProxies and --source=contour-httpproxy.',
};
