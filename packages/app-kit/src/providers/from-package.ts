import { cwd } from 'node:process';
import { pathToFileURL } from 'node:url';
import { createDomainMatcher, type ConfigProblem, type Parsed, type Provider } from '@org/dns-core';
import { createSystemClock, proxyOptionsFrom, type ProviderPackage } from '@org/dns-provider-kit';
import type { Flags } from '../flags/flag-groups.ts';
import type { ProviderContext } from './create-provider.ts';
import { findPackageEntry } from './package-entry.ts';
import { readPackageOptions } from './package-options.ts';

type PackageName = Extract<Flags['provider'], `npm:${string}`>;

/** The version of `ProviderPackage` and of `Provider` that this program speaks. */
const spec = 1;
const methods = ['listZones', 'readZone', 'applyChanges'] as const;
const guide = 'docs/provider-authors.md shows what a provider package exports';

export function isNamedByPackage(provider: Flags['provider']): provider is PackageName {
  return provider.startsWith('npm:');
}

/** The provider of a package from outside (`ProviderPackage`), or what is wrong with it or with its options. */
export async function createFromPackage(
  provider: PackageName,
  context: ProviderContext,
): Promise<Parsed<Provider>> {
  const { flags, environment, behavior, domainFilter, userAgent, observeRequest } = context;
  const path = `--provider=${provider}`;
  const options = await readPackageOptions(flags, environment);
  const loaded = await load(provider.slice('npm:'.length), flags['provider-packages'], path);
  if (!options.ok || !loaded.ok)
    return {
      ok: false,
      problems: [options, loaded].flatMap((part) => (part.ok ? [] : part.problems)),
    };
  let created: Parsed<Provider>;
  try {
    created = await loaded.value.createProvider({
      options: options.value,
      behavior,
      acceptsZone: createDomainMatcher([domainFilter]),
      userAgent,
      proxy: proxyOptionsFrom(environment),
      observe: (call) => observeRequest(call, 'provider'),
      clock: createSystemClock(),
    });
  } catch (error) {
    return refused(path, `createProvider threw: ${textOf(error)}`, guide);
  }
  if (!isObject(created) || (created.ok !== true && !Array.isArray(created.problems)))
    return refused(path, 'createProvider gave neither a provider nor problems', guide);
  if (!created.ok) return { ok: false, problems: created.problems.map(asFlagProblem) };
  const wrong = wrongWith(created.value);
  return wrong === undefined ? created : refused(path, wrong, guide);
}

async function load(name: string, folder: string, path: string): Promise<Parsed<ProviderPackage>> {
  const entry = await findPackageEntry(name, folder, cwd());
  if (entry.kind === 'broken') return refused(path, entry.message, guide);
  if (entry.kind === 'missing')
    return refused(
      path,
      `is not in ${entry.lookedIn.join(', nor in ')}`,
      `Install it there (npm install ${name}), or name the folder that it is in with --provider-packages.`,
    );
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(entry.file).href)) as typeof module;
  } catch (error) {
    return refused(path, `${entry.file} cannot be loaded: ${textOf(error)}`, guide);
  }
  if (typeof module['createProvider'] !== 'function')
    return refused(path, `${entry.file} exports no function createProvider`, guide);
  const wrongVersion = otherSpec('exports', module['spec']);
  if (wrongVersion !== undefined) return refused(path, `${entry.file} ${wrongVersion}`, guide);
  return { ok: true, value: module as unknown as ProviderPackage };
}

function wrongWith(provider: unknown): string | undefined {
  if (!isObject(provider)) return 'createProvider gave no provider';
  const missing = methods.filter((method) => typeof provider[method] !== 'function');
  if (missing.length > 0) return `its provider lacks ${missing.join(', ')}`;
  if (!isObject(provider['capabilities'])) return 'its provider lacks capabilities';
  if (typeof provider['name'] !== 'string') return 'its provider lacks a name';
  return otherSpec('its provider has', provider['spec']);
}

function otherSpec(where: string, found: unknown): string | undefined {
  if (found === spec) return undefined;
  const what = typeof found === 'number' ? `spec ${found}` : 'no spec number';
  return `${where} ${what}; this program speaks version ${spec} of the provider contract`;
}

function asFlagProblem(problem: ConfigProblem): ConfigProblem {
  return { ...problem, path: `--provider-option=${problem.path}` };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function refused(
  path: string,
  message: string,
  hint: string,
): { readonly ok: false; readonly problems: readonly ConfigProblem[] } {
  return { ok: false, problems: [{ path, message, hint }] };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
