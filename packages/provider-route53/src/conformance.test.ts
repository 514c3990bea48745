import { createHastyClock, startFaultyProxy } from '@org/dns-conformance';
import { describeProvider } from '@org/dns-conformance/vitest';
import { startRoute53Fake } from './testing/route53-fake.ts';
import { createTestProvider } from './testing/test-provider.ts';

const codes: Readonly<Record<number, string>> = {
  401: 'UnrecognizedClientException',
  403: 'AccessDenied',
  404: 'NoSuchHostedZone',
  429: 'Throttling',
  500: 'InternalFailure',
};

const refusalInXml = (status: number): { contentType: string; body: string } => ({
  contentType: 'text/xml',
  body: `<?xml version="1.0"?><ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>${codes[status]}</Code><Message>refused</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
});

describeProvider('Route 53', {
  create: async () => {
    const fake = await startRoute53Fake();
    fake.addZone({ name: 'example.org.' });
    const faults = await startFaultyProxy({ target: fake.url, refusal: refusalInXml });
    return {
      provider: createTestProvider({ url: faults.url }, { clock: createHastyClock() }),
      faults,
      secrets: ['secret-key'],
      async stop() {
        await faults.stop();
        await fake.stop();
      },
    };
  },
  zone: 'example.org',
  setIdentifierProperties: [{ name: 'aws/weight', value: '10' }],
});
