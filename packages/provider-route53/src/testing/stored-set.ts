import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { child, childText, type XmlElement } from './xml.ts';

/** Characters that the service writes as they are; all others become octal codes. */
const bare = /[^a-z0-9._-]/g;

/** A name as the service keeps it: lower case, codes for what needs one, a final dot. */
export function storedName(name: string): string {
  const plain = name
    .replace(/\\([0-3][0-7]{2})/g, (_code, digits: string) =>
      String.fromCharCode(parseInt(digits, 8)),
    )
    .toLowerCase();
  const escaped = plain.replace(
    bare,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return escaped.endsWith('.') ? escaped : `${escaped}.`;
}

/** In which order sets are listed: by labels from the right, then type, then set identifier. */
export function orderKey(name: string, type = '', setIdentifier = ''): string {
  const labels = storedName(name).split('.').toReversed().join('.');
  return `${labels}\u0000${type}\u0000${setIdentifier}`;
}

export function setFromXml(element: XmlElement | undefined): ResourceRecordSet {
  const text = (name: string): string | undefined => childText(element, name);
  const number = (name: string): number | undefined =>
    text(name) === undefined ? undefined : Number(text(name));
  const records = child(element, 'ResourceRecords');
  const alias = child(element, 'AliasTarget');
  const proximity = child(element, 'GeoProximityLocation');
  const fields = {
    Name: storedName(text('Name') ?? ''),
    Type: text('Type'),
    SetIdentifier: text('SetIdentifier'),
    Weight: number('Weight'),
    Region: text('Region'),
    GeoLocation: texts(child(element, 'GeoLocation')),
    Failover: text('Failover'),
    MultiValueAnswer: text('MultiValueAnswer') === 'true' ? true : undefined,
    GeoProximityLocation: proximity && {
      ...texts(proximity),
      ...(child(proximity, 'Coordinates') === undefined
        ? {}
        : { Coordinates: texts(child(proximity, 'Coordinates')) }),
      ...(childText(proximity, 'Bias') === undefined
        ? {}
        : { Bias: Number(childText(proximity, 'Bias')) }),
    },
    CidrRoutingConfig: texts(child(element, 'CidrRoutingConfig')),
    TTL: number('TTL'),
    ResourceRecords: records?.children.map((one) => ({ Value: childText(one, 'Value') ?? '' })),
    AliasTarget: alias && {
      HostedZoneId: childText(alias, 'HostedZoneId') ?? '',
      DNSName: storedName(childText(alias, 'DNSName') ?? ''),
      EvaluateTargetHealth: childText(alias, 'EvaluateTargetHealth') === 'true',
    },
    HealthCheckId: text('HealthCheckId'),
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as ResourceRecordSet;
}

function texts(element: XmlElement | undefined): Record<string, string> | undefined {
  return element && Object.fromEntries(element.children.map(({ name, text }) => [name, text]));
}
