import { noProperties } from '../model/create-endpoint.ts';
import type { Endpoint, Labels, Property } from '../model/endpoint.ts';
import { sameTargets, sortTargets } from '../model/targets.ts';

/** A record that exists has to change to become what is wanted. A TTL that is not configured is no wish. */
export function differs(current: Endpoint, desired: Endpoint, defaultTtlSeconds = 0): boolean {
  return (
    differsInTtl(current, desired, defaultTtlSeconds) ||
    !sameTargets(current.targets, desired.targets) ||
    !sameProperties(current.properties, desired.properties)
  );
}

function differsInTtl(current: Endpoint, desired: Endpoint, defaultTtlSeconds: number): boolean {
  if (desired.ttlSeconds > 0) return desired.ttlSeconds !== current.ttlSeconds;
  return (
    defaultTtlSeconds > 0 && current.ttlSeconds > 0 && current.ttlSeconds !== defaultTtlSeconds
  );
}

/** Equal as maps from name to value: the order does not matter, of repeated names the last counts. */
export function sameProperties(a: readonly Property[], b: readonly Property[]): boolean {
  if (a === b || (a.length === 0 && b.length === 0)) return true;
  const left = new Map(a.map(({ name, value }) => [name, value]));
  const right = new Map(b.map(({ name, value }) => [name, value]));
  if (left.size !== right.size) return false;
  for (const [name, value] of left) if (right.get(name) !== value) return false;
  return true;
}

export function sameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Equal to the last letter, as upstream compares an update's two sides; no property list and an empty one differ. */
export function isIdentical(a: Endpoint, b: Endpoint): boolean {
  const left = sortTargets(a.targets);
  const right = sortTargets(b.targets);
  return (
    a.spelling === b.spelling &&
    a.ttlSeconds === b.ttlSeconds &&
    left.length === right.length &&
    left.every((target, index) => target === right[index]) &&
    sameLabels(a.labels, b.labels) &&
    (a.properties === noProperties) === (b.properties === noProperties) &&
    a.properties.length === b.properties.length &&
    a.properties.every(
      ({ name, value }, index) =>
        b.properties[index]?.name === name && b.properties[index].value === value,
    )
  );
}
