import { fakeToken, startFakeCloudflare } from '@org/dns-provider-cloudflare/testing';
import { toLine, zone as zoneName, type BackEnd } from './back-end.ts';

/** A fake of Cloudflare. */
export async function startCloudflareBackEnd(): Promise<BackEnd> {
  const fake = await startFakeCloudflare();
  const zone = fake.addZone(zoneName);
  fake.quota = 1199;
  return {
    flags: ['--provider=cloudflare'],
    env: { CF_API_TOKEN: fakeToken, CLOUDFLARE_BASE_URL: fake.baseUrl },
    put: (name, type, value) => {
      zone.add({ name: `${name}.${zoneName}`, type, content: value, ttl: 300 });
    },
    lines: async () =>
      [...zone.records.values()]
        .map(({ name, type, content }) => toLine(name, type, content))
        .toSorted(),
    atOnce: 1000,
    quotaOf: 'cloudflare',
    remove: () => fake.stop(),
  };
}
