/** The properties of an endpoint that this provider reads and writes; annotations spell them `aws-weight` and so on. */
export const propertyNames = {
  alias: 'alias',
  evaluateTargetHealth: 'aws/evaluate-target-health',
  /** The hosted zone of an alias target that no table knows. */
  targetHostedZone: 'aws/target-hosted-zone',
  /** Pins a record to one of several hosted zones. */
  hostedZoneId: 'aws/hosted-zone-id',
  weight: 'aws/weight',
  region: 'aws/region',
  failover: 'aws/failover',
  multiValueAnswer: 'aws/multi-value-answer',
  continentCode: 'aws/geolocation-continent-code',
  countryCode: 'aws/geolocation-country-code',
  subdivisionCode: 'aws/geolocation-subdivision-code',
  proximityRegion: 'aws/geoproximity-region',
  proximityCoordinates: 'aws/geoproximity-coordinates',
  proximityLocalZoneGroup: 'aws/geoproximity-local-zone-group',
  proximityBias: 'aws/geoproximity-bias',
  cidrCollectionId: 'aws/cidr-collection-id',
  cidrLocationName: 'aws/cidr-location-name',
  healthCheckId: 'aws/health-check-id',
} as const;

/** The properties that make a routing policy; they count only together with a set identifier. */
export const policyProperties: ReadonlySet<string> = new Set([
  propertyNames.weight,
  propertyNames.region,
  propertyNames.failover,
  propertyNames.multiValueAnswer,
  propertyNames.continentCode,
  propertyNames.countryCode,
  propertyNames.subdivisionCode,
  propertyNames.proximityRegion,
  propertyNames.proximityCoordinates,
  propertyNames.proximityLocalZoneGroup,
  propertyNames.proximityBias,
  propertyNames.cidrCollectionId,
  propertyNames.cidrLocationName,
]);
