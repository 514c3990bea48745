import { expect, test } from 'vitest';
import { globalZones, regionZones } from './alias-zone-ids.ts';
import { aliasZone, canonicalZone, isIpv4Only } from './alias-zones.ts';

test.each([
  ['lb-1.eu-central-1.elb.amazonaws.com', 'Z215JYRZR1TBD5'],
  ['dualstack.lb-1.eu-central-1.elb.amazonaws.com', 'Z215JYRZR1TBD5'],
  ['lb-1.elb.eu-central-1.amazonaws.com', 'Z3F0SRJ5LGBH90'],
  ['vpce-1.vpce-svc-1.eu-west-1.vpce.amazonaws.com', 'Z38GZ743OKFT7T'],
  ['d-1.execute-api.us-east-1.amazonaws.com', 'Z1UJRXOUMOOFQ8'],
  ['lb.cn-north-1.elb.amazonaws.com.cn', 'Z1GDH35T77C1KE'],
  ['lb.elb.cn-northwest-1.amazonaws.com.cn', 'ZQEIKTCZ8352D'],
  ['d1.cloudfront.net', 'Z2FDTNDATAQYW2'],
  ['a1.awsglobalaccelerator.com', 'Z2BJ6XQ5FK7U4H'],
  ['lb.elb.nowhere-1.amazonaws.com', undefined],
  ['lb.elb.amazonaws.com', undefined],
  ['lb.cn-north-1.elb.amazonaws.com', undefined],
  ['xcloudfront.net', undefined],
  ['d1.cloudfront.net.', undefined],
  ['d1.CLOUDFRONT.net', undefined],
  ['www.example.org', undefined],
  ['', undefined],
])('%s belongs to %s', (host, zone) => {
  expect(canonicalZone(host)).toBe(zone);
});

test('there are 133 suffixes, as upstream has', () => {
  const ids = Object.values(regionZones).flatMap((zones) => Object.values(zones));
  expect(ids.length + Object.keys(globalZones).length).toBe(133);
});

test.each([
  ['s3-website-us-east-1.amazonaws.com', 'Z3AQBSTGFYJSTF'],
  ['s3-website.eu-central-1.amazonaws.com', 'Z21DNDUVLTQW6Q'],
  ['s3-website.cn-north-1.amazonaws.com.cn', 'Z5CN8UMXT92WN'],
  ['env.eu-west-1.elasticbeanstalk.com', 'Z2NYPWQ7DFZAZH'],
])('%s is an alias when asked for, with IPv4 only', (host, zone) => {
  expect([canonicalZone(host), aliasZone(host), isIpv4Only(host)]).toEqual([undefined, zone, true]);
});
