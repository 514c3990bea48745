import {
  createNoopRegistry,
  createTxtRegistry,
  type ConfigProblem,
  type MarkerCipher,
  type Parsed,
  type Registry,
  type Secret,
} from '@org/dns-core';
import type { Flags } from '../flags/flag-groups.ts';

/** The registry that `--registry` names, or what is wrong with its settings. */
export async function createRegistry(flags: Flags): Promise<Parsed<Registry>> {
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

async function createTxt(flags: Flags): Promise<Parsed<Registry>> {
  const problems: ConfigProblem[] = [];
  if (flags['txt-owner-id'] === '')
    problems.push({
      path: '--txt-owner-id',
      message: 'is empty',
      hint: 'Name this instance, or use --registry=noop, which protects no records.',
    });
  const key = flags['txt-encrypt-aes-key'];
  const cipher = key === undefined ? undefined : await createCipher(key);
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

/** Cryptography is loaded by those who use it. */
async function createCipher(key: Secret): Promise<MarkerCipher | undefined> {
  const { createMarkerCipher } = await import('./marker-cipher.ts');
  return createMarkerCipher(key);
}

function refused(problem: ConfigProblem): Parsed<Registry> {
  return { ok: false, problems: [problem] };
}
