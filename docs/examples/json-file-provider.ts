// A whole provider package in one file: one zone, kept in a JSON file.
//   external-dns … --provider=npm:./json-file-provider.js --provider-option=zone=example.org --provider-option=file=zone.json
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { subject, toDnsName, type Endpoint, type Parsed, type Provider } from '@org/dns-core';
import { createOptionsReader, type ProviderSetup } from '@org/dns-provider-kit';

/** The version of the provider contract. */
export const spec = 1;

export function createProvider(setup: ProviderSetup): Parsed<Provider> {
  const reader = createOptionsReader(setup.options, { textForms: true });
  const options = reader.finish({ zone: reader.text('zone'), file: reader.text('file') });
  if (!options.ok) return options;
  const { file } = options.value;
  const name = toDnsName(options.value.zone);
  const key = ({ name: owner, type }: Endpoint): string => `${owner} ${type}`;
  const read = async (): Promise<readonly Endpoint[]> =>
    existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Endpoint[]) : [];

  const provider: Provider = {
    spec,
    name: 'json-file',
    capabilities: {
      granularity: 'record-set',
      recordTypes: 'any',
      setIdentifiers: { no: 'the file holds one record set per name and type' },
      atomicGroups: true,
      typeChangeInPlace: true,
      wildcards: true,
    },
    listZones: async () => [{ id: file, name }].filter((zone) => setup.acceptsZone(zone.name)),
    async *readZone() {
      yield await read();
    },
    async applyChanges(_zone, groups) {
      const held = new Map((await read()).map((endpoint) => [key(endpoint), endpoint]));
      for (const change of groups.flatMap(({ changes }) => changes)) {
        const endpoint = subject(change);
        if (change.kind === 'delete') held.delete(key(endpoint));
        else held.set(key(endpoint), { ...endpoint, labels: {}, objects: [] });
      }
      await writeFile(`${file}.new`, JSON.stringify([...held.values()], undefined, 2));
      await rename(`${file}.new`, file);
      return { outcomes: groups.map(() => ({ outcome: 'applied' })) };
    },
  };
  return { ok: true, value: provider };
}
