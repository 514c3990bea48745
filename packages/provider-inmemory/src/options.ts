import { checkDnsName, toDnsName, type Behavior, type DnsName, type Parsed } from '@org/dns-core';
import { createOptionsReader } from '@org/dns-provider-kit';

export interface InMemoryOptions {
  /** The zones that exist from the start (`--inmemory-zone`), each once. The root `''` takes every name that no other zone takes. */
  readonly zones: readonly DnsName[];
  /**
   * `compat` finds zones as upstream does: the longest zone whose name the record's name ends in, dot or no dot, and never
   * the root. `safe` goes by labels.
   */
  readonly behavior: Behavior;
}

/** Reads `{ zones?: string[], behavior?: 'safe' | 'compat' }`; without zones there is the root, as upstream's default is. */
export function parseInMemoryOptions(input: unknown): Parsed<InMemoryOptions> {
  const options = createOptionsReader(input);
  const zones = options.has('zones') ? options.textList('zones') : [''];
  const behavior = options.oneOf('behavior', ['safe', 'compat'], 'safe');
  for (const [index, zone] of zones.entries()) {
    const wrong = zone === '' || zone === '.' ? undefined : checkDnsName(zone);
    if (wrong === undefined) continue;
    options.problem(`zones[${index}]`, `${JSON.stringify(zone)} ${wrong}`, 'such as example.org');
  }
  return options.finish({ zones: [...new Set(zones.map(toDnsName))], behavior });
}
