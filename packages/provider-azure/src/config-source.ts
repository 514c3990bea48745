import { ProviderError, type Parsed } from '@org/dns-core';
import { createReloadingFile } from '@org/dns-provider-kit';
import {
  parseAzureJson,
  type AzureConfig,
  type AzureOverrides,
  type WorkloadEnvironment,
} from './azure-json.ts';

export interface ConfigSourceOptions {
  /** The path of azure.json; absent: overrides and environment are all there is. */
  readonly configFile?: string;
  readonly overrides: AzureOverrides;
  readonly environment: WorkloadEnvironment;
}

/**
 * Gives the present configuration; the same object until the file changes.
 *
 * @throws ProviderError `unauthorized`, when the file was changed into something that cannot be used.
 */
export type ConfigSource = () => Promise<AzureConfig>;

/** Reads the configuration for the first time; what is wrong with it then are problems. */
export async function openConfig(options: ConfigSourceOptions): Promise<Parsed<ConfigSource>> {
  const { configFile, overrides, environment } = options;
  if (configFile === undefined) {
    const parsed = parseAzureJson(undefined, overrides, environment);
    return parsed.ok ? { ok: true, value: async () => parsed.value } : parsed;
  }
  const file = createReloadingFile(configFile);
  let known: { readonly version: string; readonly parsed: Parsed<AzureConfig> } | undefined;
  const read = async (): Promise<Parsed<AzureConfig>> => {
    const { text, version } = await file.read();
    if (known?.version !== version)
      known = { version, parsed: parseAzureJson(text, overrides, environment) };
    return known.parsed;
  };
  try {
    const first = await read();
    if (!first.ok) return first;
  } catch (error) {
    const hint = 'Mount azure.json, or name its place with --azure-config-file.';
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [{ path: 'azure.json', message, hint }] };
  }
  return {
    ok: true,
    async value() {
      const parsed = await read();
      if (parsed.ok) return parsed.value;
      const [first] = parsed.problems;
      throw new ProviderError(
        'unauthorized',
        `${configFile} was changed and cannot be used: ${first?.path} ${first?.message}. ${first?.hint}`,
      );
    },
  };
}
