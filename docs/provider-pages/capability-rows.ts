import type { ProviderCapabilities } from '../../packages/core/src/index.ts';

type Can = ProviderCapabilities['wildcards'];

/** What a provider holds, and what it does not with the reason; each row one line of a table. */
export interface CapabilityRow {
  readonly title: string;
  /** One cell per service: `yes`, `no`, or what it is. */
  readonly cells: readonly string[];
  /** Why not, one per service; `''`: no reason is needed. */
  readonly reasons: readonly string[];
}

/** Rows of a table with one column per service; types that no service lists are left out. */
export function capabilityRows(
  services: readonly ProviderCapabilities[],
): readonly CapabilityRow[] {
  const ofAll = (title: string, can: (service: ProviderCapabilities) => Can): CapabilityRow => {
    const answers = services.map(can);
    return {
      title,
      cells: answers.map((answer) => (answer === true ? 'yes' : 'no')),
      reasons: answers.map((answer) => (answer === true ? '' : answer.no)),
    };
  };
  const said = (title: string, say: (service: ProviderCapabilities) => string): CapabilityRow => ({
    title,
    cells: services.map(say),
    reasons: services.map(() => ''),
  });
  return [
    ...typesOf(services).map((type) => ofAll(type, (service) => canHold(service, type))),
    ofAll('set identifiers', ({ setIdentifiers }) => setIdentifiers),
    ofAll('wildcards', ({ wildcards }) => wildcards),
    said('TTL in seconds', ttlText),
    said('TTL where none is asked for', ({ ttlSeconds }) => defaultTtl(ttlSeconds?.default)),
    said('one write replaces', ({ granularity }) => `a ${granularity.replace('-', ' ')}`),
    said('a name with its markers in one write', ({ atomicGroups }) => yesNo(atomicGroups)),
    said('another type in one write', ({ typeChangeInPlace }) => yesNo(typeChangeInPlace)),
  ];
}

function typesOf(services: readonly ProviderCapabilities[]): readonly string[] {
  const types = new Set(
    services.flatMap(({ recordTypes }) => (recordTypes === 'any' ? [] : Object.keys(recordTypes))),
  );
  return [...types].toSorted();
}

function canHold({ recordTypes }: ProviderCapabilities, type: string): Can {
  if (recordTypes === 'any') return true;
  return recordTypes[type] ?? { no: '' };
}

function ttlText({ ttlSeconds }: ProviderCapabilities): string {
  if (ttlSeconds === undefined) return 'any';
  const { min, max } = ttlSeconds;
  if (max === undefined) return min === undefined ? 'any' : `from ${min}`;
  return `${min ?? 0} to ${max}`;
}

/** Cloudflare's 1 is its word for automatic. */
function defaultTtl(seconds: number | undefined): string {
  if (seconds === undefined) return "the service's";
  return seconds === 1 ? 'automatic' : String(seconds);
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
