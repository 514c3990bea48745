import type { Endpoint, Property } from './endpoint.ts';

/** The value of the first property of that name. */
export function propertyOf(endpoint: Endpoint, name: string): string | undefined {
  return endpoint.properties.find((property) => property.name === name)?.value;
}

/** The list with the first property of that name replaced, or the property added at the end. */
export function withProperty(
  properties: readonly Property[],
  name: string,
  value: string,
): readonly Property[] {
  const index = properties.findIndex((property) => property.name === name);
  return index < 0 ? [...properties, { name, value }] : properties.with(index, { name, value });
}
