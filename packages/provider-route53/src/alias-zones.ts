import { bucketWebsiteZones, beanstalkZones, globalZones, regionZones } from './alias-zone-ids.ts';

/** `amazonaws.com`, in China `amazonaws.com.cn`. */
function domainOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** Host name suffixes of upstream's table, for which a CNAME becomes an alias without being asked. */
const automatic: ReadonlyMap<string, string> = new Map([
  ...Object.entries(globalZones),
  ...Object.entries(regionZones).flatMap(([region, zones]) => {
    const domain = domainOf(region);
    const suffixes: readonly (readonly [string, string | undefined])[] = [
      [`${region}.elb.${domain}`, zones.loadBalancer],
      [`elb.${region}.${domain}`, zones.networkLoadBalancer],
      [`${region}.vpce.${domain}`, zones.vpcEndpoint],
      [`execute-api.${region}.${domain}`, zones.apiGateway],
    ];
    return suffixes.flatMap(([suffix, id]): [string, string][] =>
      id === undefined ? [] : [[suffix, id]],
    );
  }),
]);

/** Services that only answer where the record has a certain name, or have no IPv6: an alias when asked for. */
const onRequest: ReadonlyMap<string, string> = new Map([
  ...Object.entries(bucketWebsiteZones).flatMap(([region, id]): [string, string][] => [
    [`s3-website-${region}.${domainOf(region)}`, id],
    [`s3-website.${region}.${domainOf(region)}`, id],
  ]),
  ...Object.entries(beanstalkZones).map(([region, id]): [string, string] => [
    `${region}.elasticbeanstalk.com`,
    id,
  ]),
]);

/**
 * The hosted zone of the AWS service that a host name belongs to, by upstream's table; the shortest suffix wins. Compared letter
 * by letter, without a final dot.
 */
export function canonicalZone(host: string): string | undefined {
  return lookUp(automatic, host);
}

/** As `canonicalZone`, and the services that are aliased only when asked for (S3 websites, Elastic Beanstalk). */
export function aliasZone(host: string): string | undefined {
  return lookUp(automatic, host) ?? lookUp(onRequest, host);
}

/** The service gives IPv4 addresses only, so that an AAAA alias would stay empty. */
export function isIpv4Only(host: string): boolean {
  return lookUp(automatic, host) === undefined && lookUp(onRequest, host) !== undefined;
}

function lookUp(table: ReadonlyMap<string, string>, host: string): string | undefined {
  const labels = host.split('.');
  for (let count = 2; count <= labels.length; count += 1) {
    const zone = table.get(labels.slice(-count).join('.'));
    if (zone !== undefined) return zone;
  }
  return undefined;
}
