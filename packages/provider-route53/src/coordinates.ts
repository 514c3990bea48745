import type { Coordinates } from '@aws-sdk/client-route-53';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** `latitude,longitude` in degrees, kept as written; `undefined` when it is not. */
export function parseCoordinates(text: string): Coordinates | undefined {
  const [latitude, longitude, ...more] = text.split(',');
  if (latitude === undefined || longitude === undefined || more.length > 0) return undefined;
  if (!isWithin(latitude, 90) || !isWithin(longitude, 180)) return undefined;
  return { Latitude: latitude, Longitude: longitude };
}

function isWithin(text: string, limit: number): boolean {
  return decimal.test(text) && Math.abs(Number(text)) <= limit;
}
