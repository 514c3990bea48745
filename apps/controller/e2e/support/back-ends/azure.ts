import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fakeConfig, startAzureFake } from '@org/dns-provider-azure/testing';
import { testCa } from '@org/dns-provider-kit/testing';
import { toLine, zone, type BackEnd } from './back-end.ts';

/** A fake of Azure DNS, as a cloud of its own in azure.json. */
export async function startAzureBackEnd(): Promise<BackEnd> {
  const fake = await startAzureFake({ zones: [zone] });
  const folder = await mkdtemp(path.join(tmpdir(), 'azure-'));
  const configFile = path.join(folder, 'azure.json');
  const caFile = path.join(folder, 'ca.crt');
  await writeFile(caFile, testCa);
  await writeFile(configFile, JSON.stringify(fakeConfig(fake)));
  return {
    flags: ['--provider=azure', `--azure-config-file=${configFile}`],
    env: { NODE_EXTRA_CA_CERTS: caFile },
    put(name, type, value) {
      const data =
        type === 'TXT'
          ? { TXTRecords: [{ value: [value] }] }
          : { ARecords: [{ ipv4Address: value }] };
      fake.put(zone, type, name, { TTL: 300, ...data });
    },
    lines: async () =>
      fake
        .content()
        .map((line) => {
          const [, name = '', type = '', data = ''] = /\| (\S+) \d+ (\S+) (.*)$/.exec(line) ?? [];
          const value = /"(?:ipv4Address":"|value":\[")((?:[^"\\]|\\.)*)"/.exec(data)?.[1] ?? data;
          return toLine(name, type, value);
        })
        .toSorted(),
    // Two writes each, and the provider keeps to what Resource Manager allows: 200 writes, and 10 a second after that.
    atOnce: 80,
    async remove() {
      await fake.stop();
      await rm(folder, { recursive: true });
    },
  };
}
