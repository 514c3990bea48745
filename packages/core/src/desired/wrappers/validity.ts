import { checkEndpoint } from '../../model/check-endpoint.ts';
import { checkDnsName, shortened } from '../../model/dns-name.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { Behavior } from '../../plan/plan.ts';
import type { Drop } from '../claim.ts';

/** Why an endpoint can never be a record, whatever the default targets are; `safe` only. */
export function checkAsReported(endpoint: Endpoint): Drop | undefined {
  const name = checkDnsName(endpoint.spelling);
  if (name !== undefined) {
    const message = `the name ${JSON.stringify(shortened(endpoint.spelling))} ${name}; no record is made of it`;
    return { code: 'invalid-name', endpoint, message };
  }
  if (isAlias(endpoint) && endpoint.targets.length === 0) {
    return invalid(endpoint, `${endpoint.spelling}: ${endpoint.type} without a target`);
  }
  return undefined;
}

/** Why an endpoint cannot be a record once its targets are known: upstream's rules, in `safe` some more. */
export function checkTargets(endpoint: Endpoint, behavior: Behavior): Drop | undefined {
  const message =
    checkEndpoint(endpoint) ?? (behavior === 'safe' ? checkStrictly(endpoint) : undefined);
  return message === undefined ? undefined : invalid(endpoint, message);
}

function checkStrictly(endpoint: Endpoint): string | undefined {
  const { spelling, type, targets } = endpoint;
  if (targets.length === 0) return `${spelling}: ${type} without a target`;
  if (type !== 'TXT' && targets.some((target) => target.trim() === '')) {
    return `${spelling}: ${type} with an empty target; look for a comma too many`;
  }
  if (type !== 'TXT' && targets.some((target) => /<no ?value>/.test(target))) {
    return `${spelling}: ${type} target holds "<no value>": the template refers to a field that the object does not have`;
  }
  if (isAlias(endpoint) && targets.length > 1) {
    return `${spelling}: ${type} with ${targets.length} targets (${shortened(targets.join(', '))}); a name can be an alias of one other only`;
  }
  return undefined;
}

function isAlias(endpoint: Endpoint): boolean {
  return endpoint.type === 'CNAME' || endpoint.type === 'DNAME';
}

function invalid(endpoint: Endpoint, message: string): Drop {
  return { code: 'invalid-endpoint', endpoint, message };
}
