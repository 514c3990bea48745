import {
  createNoopRegistry,
  createTxtRegistry,
  type ConfigProblem,
  type Parsed,
  type Registry,
} from '@org/dns-core';
import type { Flags } from '../flags/flag-groups.ts';
import { createMarkerCipher } from './marker-cipher.ts';

/** The registry that `--registry` names, or what is wrong with its settings. */
export function createRegistry(flags: Flags): Parsed<Registry> {
  switch (flags.registry) {
    case 'noop':
      return { ok: true, value: createNoopRegistry() };
    case 'txt':
      return createTxt(flags);
    default:
      return refused({
        path: `--registry=${flags.registry}`,
        message: 'is not part of this build',
        hint: 'Use txt or noop.',
      });
  }
}

function createTxt(flags: Flags): Parsed<Registry> {
  const problems: ConfigProblem[] = [];
  if (flags['txt-owner-id'] === '')
    problems.push({
      path: '--txt-owner-id',
      message: 'is empty',
      hint: 'Name this instance, or use --registry=noop, which protects no records.',
    });
  const key = flags['txt-encrypt-aes-key'];
  const cipher = key === undefined ? undefined : createMarkerCipher(key);
  if (key !== undefined && cipher === undefined)
    problems.push({
      path: '--txt-encrypt-aes-key',
      message: 'is not a key',
      hint: 'Give 32 bytes, or their base64 (openssl rand -base64 32).',
    });
  if (flags['txt-encrypt-enabled'] && key === undefined)
    problems.push({
      path: '--txt-encrypt-enabled',
      message: 'needs a key',
      hint: 'Give --txt-encrypt-aes-key.',
    });
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: createTxtRegistry({
      owner: flags['txt-owner-id'],
      behavior: flags.behavior,
      prefix: flags['txt-prefix'],
      suffix: flags['txt-suffix'],
      wildcardReplacement: flags['txt-wildcard-replacement'],
      cipher,
      encrypt: flags['txt-encrypt-enabled'],
      oldOwner: flags['migrate-from-txt-owner'],
      managedTypes: flags['managed-record-types'],
      excludedTypes: flags['exclude-record-types'],
      writeOldFormat: flags['txt-write-old-format'],
    }),
  };
}

function refused(problem: ConfigProblem): Parsed<Registry> {
  return { ok: false, problems: [problem] };
}
