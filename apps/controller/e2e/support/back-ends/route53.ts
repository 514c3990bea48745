import { startRoute53Fake } from '@org/dns-provider-route53/testing';
import { toLine, zone as zoneName, type BackEnd } from './back-end.ts';

/** A fake of Route 53. */
export async function startRoute53BackEnd(): Promise<BackEnd> {
  const fake = await startRoute53Fake();
  const zone = fake.addZone({ name: zoneName });
  return {
    flags: ['--provider=aws'],
    env: {
      AWS_ENDPOINT_URL: fake.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'secret-key',
    },
    put(name, type, value) {
      const set = {
        Name: `${name}.${zoneName}.`,
        Type: type,
        TTL: 300,
        ResourceRecords: [{ Value: type === 'TXT' ? `"${value}"` : value }],
      };
      zone.sets.set(`${set.Name} ${type}`, set);
    },
    lines: async () =>
      [...zone.sets.values()]
        .filter(({ Type }) => Type !== 'SOA' && Type !== 'NS')
        .map(({ Name = '', Type = '', ResourceRecords = [] }) =>
          toLine(Name, Type, ...ResourceRecords.map(({ Value = '' }) => Value)),
        )
        .toSorted(),
    atOnce: 1000,
    remove: () => fake.stop(),
  };
}
