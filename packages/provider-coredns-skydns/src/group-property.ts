import { noProperties, propertyOf, type Endpoint, type Property } from '@org/dns-core';

const name = 'coredns/group';

/** The group that an endpoint asks for; `''` for none. */
export function groupOf(endpoint: Endpoint): string {
  return propertyOf(endpoint, name) ?? '';
}

export function groupProperties(group: string): readonly Property[] {
  return group === '' ? noProperties : [{ name, value: group }];
}
