import { startFakeHetzner, token } from '@org/dns-provider-hetzner/testing';
import { createSystemClock } from '@org/dns-provider-kit';
import { toLine, zone, type BackEnd } from './back-end.ts';

/** A fake of the Hetzner Cloud. */
export async function startHetznerBackEnd(): Promise<BackEnd> {
  const fake = await startFakeHetzner(createSystemClock());
  const { sets } = fake.addZone(zone);
  return {
    flags: ['--provider=hetzner'],
    env: { HETZNER_TOKEN: token, HCLOUD_ENDPOINT: `${fake.url}/v1` },
    put: (name, type, value) => {
      fake.put(zone, { name, type, values: [type === 'TXT' ? `"${value}"` : value] });
    },
    lines: async () =>
      [...sets.values()]
        .map(({ name, type, records }) => toLine(name, type, ...records.map(({ value }) => value)))
        .toSorted(),
    atOnce: 1000,
    quotaOf: 'hetzner',
    refill: () => {
      fake.remaining = 3600;
    },
    remove: () => fake.stop(),
  };
}
