import type { RecordType } from '../model/endpoint.ts';
import type { Behavior } from '../plan/plan.ts';
import type { MarkerCipher } from './marker-cipher.ts';
import { formatMarker, parseMarker } from './marker-value.ts';
import { allMarkedTypes, createMarkerNaming } from './marker-name.ts';
import type { Registry } from './registry.ts';
import { createCompatTxtRegistry } from './txt-compat.ts';
import { createSafeTxtRegistry } from './txt-safe.ts';
import type { TxtContext } from './txt-context.ts';

export interface TxtRegistryOptions {
  readonly owner: string;
  readonly behavior: Behavior;
  /** `--txt-prefix`; may hold `%{record_type}`. Not together with a suffix. */
  readonly prefix?: string | undefined;
  /** `--txt-suffix`. */
  readonly suffix?: string | undefined;
  /** `--txt-wildcard-replacement`: stands for `*` in the names of ownership records. */
  readonly wildcardReplacement?: string | undefined;
  /** Reads encrypted ownership records; writes them where `encrypt` says so. */
  readonly cipher?: MarkerCipher | undefined;
  readonly encrypt?: boolean | undefined;
  /** `--migrate-from-txt-owner`: records of this owner are ours. */
  readonly oldOwner?: string | undefined;
  readonly managedTypes: readonly RecordType[];
  readonly excludedTypes: readonly RecordType[];
  /** Keeps the ownership records of v0.12 – v0.15 beside the present ones, for fleets that still run those releases. */
  readonly writeOldFormat?: boolean | undefined;
}

/**
 * Ownership in TXT records beside the records (upstream's `registry/txt`): every form that a release has written is read,
 * the present one is written.
 *
 * @throws Error when the owner is empty or cannot be read back, both affixes are given, or encryption is asked for without
 * a cipher.
 */
export function createTxtRegistry(options: TxtRegistryOptions): Registry {
  const { owner, prefix = '', suffix = '', oldOwner = '', wildcardReplacement = '' } = options;
  if (owner === '') throw new Error('txt-owner-id is empty; the TXT registry needs an owner');
  if (prefix !== '' && suffix !== '') {
    throw new Error('txt-prefix and txt-suffix are both set; use one of them');
  }
  if (options.encrypt === true && options.cipher === undefined) {
    throw new Error('txt-encrypt-enabled needs a key; set txt-encrypt-aes-key');
  }
  if (options.behavior === 'safe' && !canBeReadBack(owner)) {
    throw new Error(
      `txt-owner-id ${JSON.stringify(owner)} cannot be read back from an ownership record; leave out quotes and "=" after a comma`,
    );
  }
  const excluded = new Set(options.excludedTypes);
  const types = options.behavior === 'safe' ? allMarkedTypes : undefined;
  const context: TxtContext = {
    owner,
    oldOwner,
    wildcardReplacement,
    naming: createMarkerNaming({ prefix, suffix, wildcardReplacement, types }),
    starNaming: createMarkerNaming({ prefix, suffix, types }),
    readCipher: options.cipher,
    writeCipher: options.encrypt === true ? options.cipher : undefined,
    managed: new Set(options.managedTypes.filter((type) => !excluded.has(type))),
    writesOldFormat:
      options.writeOldFormat === true &&
      options.encrypt !== true &&
      !`${prefix}${suffix}`.toLowerCase().includes('%{record_type}'),
  };
  return options.behavior === 'compat'
    ? createCompatTxtRegistry(context)
    : createSafeTxtRegistry(context);
}

function canBeReadBack(owner: string): boolean {
  return parseMarker(formatMarker({ owner }, undefined), undefined, 'join')?.['owner'] === owner;
}
