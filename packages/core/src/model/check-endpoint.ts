import type { Endpoint } from './endpoint.ts';
import { ipFamily } from './ip.ts';
import { propertyOf } from './properties.ts';

/**
 * Why an endpoint cannot be a record, as a sentence; `undefined`: it can. The rules are those of upstream's
 * `CheckEndpoint`: types that are not named here are never refused.
 */
export function checkEndpoint(endpoint: Endpoint): string | undefined {
  const { type, spelling } = endpoint;
  const alias = propertyOf(endpoint, 'alias');
  if (alias !== undefined && type !== 'A' && type !== 'AAAA' && type !== 'CNAME') {
    return `${spelling}: ${type} cannot be an alias; remove the property alias`;
  }
  switch (type) {
    case 'A':
    case 'AAAA':
      return alias === 'true' ? undefined : checkAddresses(endpoint, type === 'A' ? 4 : 6);
    case 'MX':
      return checkFields(endpoint, 1, '"10 mail.example.org"');
    case 'SRV':
      return checkFields(endpoint, 3, '"10 20 5060 sip.example.org."') ?? checkFinalDots(endpoint);
    case 'PTR':
      return checkPtr(endpoint);
    default:
      return undefined;
  }
}

function checkAddresses(endpoint: Endpoint, family: 4 | 6): string | undefined {
  const wrong = endpoint.targets.find((target) => ipFamily(target) !== family);
  if (wrong === undefined) return undefined;
  return `${endpoint.spelling}: ${endpoint.type} target "${wrong}" is not an IPv${family} address`;
}

/** `numbers` decimals up to 65535, then a host. */
function checkFields(endpoint: Endpoint, numbers: number, example: string): string | undefined {
  const wrong = endpoint.targets.find((target) => {
    const fields = fieldsOf(target);
    return fields.length !== numbers + 1 || !fields.slice(0, numbers).every(isUint16);
  });
  if (wrong === undefined) return undefined;
  return `${endpoint.spelling}: ${endpoint.type} target "${wrong}" is not of the form ${example}`;
}

function checkFinalDots(endpoint: Endpoint): string | undefined {
  const wrong = endpoint.targets.find((target) => !fieldsOf(target).at(-1)?.endsWith('.'));
  if (wrong === undefined) return undefined;
  return `${endpoint.spelling}: the host of SRV target "${wrong}" must end with a dot`;
}

function fieldsOf(target: string): string[] {
  return target.split(/\s+/).filter((field) => field !== '');
}

function isUint16(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= 65_535;
}

function checkPtr(endpoint: Endpoint): string | undefined {
  const { spelling, targets } = endpoint;
  const name = spelling.toLowerCase();
  const zone = ['.in-addr.arpa', '.ip6.arpa'].find((suffix) => name.endsWith(suffix));
  const prefix = zone === undefined ? '' : name.slice(0, -zone.length);
  if (prefix === '' || prefix.startsWith('.')) {
    return `${spelling}: a PTR lies below in-addr.arpa or ip6.arpa`;
  }
  if (targets.length === 0) return `${spelling}: PTR without a target`;
  const wrong = targets.find((target) => target.trim() === '' || ipFamily(target) !== undefined);
  if (wrong === undefined) return undefined;
  return `${spelling}: PTR target "${wrong}" is not a host name`;
}
