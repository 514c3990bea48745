import { expect, test } from 'vitest';
import { configDump } from './config-dump.ts';
import { parseFlags } from './parse-flags.ts';
import { helpText } from './help-text.ts';
import { flagDefinitions } from './flag-groups.ts';

test('shows every value, and no secret', () => {
  const argv = [
    '--source=service',
    '--provider=pdns',
    '--pdns-api-key=hush',
    '--pdns-server=http://me:hush@127.0.0.1:8081/p@th',
    '--interval=90s',
    '--domain-filter=a',
    '--domain-filter=b',
    '--aws-sd-create-tag=k=v',
    '--provider-option=token=hush',
    '--provider-option=other=hush',
  ];
  const outcome = parseFlags(argv, {}, () => '');
  const dump = outcome.kind === 'flags' ? configDump(outcome.flags) : '';
  expect(dump).not.toContain('hush');
  for (const part of [
    'pdns-api-key:******',
    'pdns-server:http://******@127.0.0.1:8081/p@th',
    'godaddy-api-key: ',
    'interval:1m30s',
    'domain-filter:[a b]',
    'aws-sd-create-tag:[k:v]',
    'provider-option:[****** ******]',
    'source:[service]',
    'once:false',
  ])
    expect(dump).toContain(part);
});

test('help names every flag once and is not wider than 100 columns', () => {
  const text = helpText();
  for (const name of Object.keys(flagDefinitions))
    expect(text.match(new RegExp(`^  --(\\[no-\\])?${name}(=|$)`, 'gm'))).toHaveLength(1);
  expect(text.split('\n').filter((line) => line.length > 110)).toEqual([]);
});
