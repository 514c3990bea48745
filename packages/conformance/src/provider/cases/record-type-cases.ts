import type { PromiseCase } from '../../promise-case.ts';
import { NotApplicable } from '../../promise-case.ts';
import { create } from '../changes.ts';
import type { Lab } from '../lab.ts';

/** Record data that every service takes that has the type at all. */
const samples: readonly (readonly [type: string, label: string, targets: readonly string[]])[] = [
  ['A', 'host', ['192.0.2.1']],
  ['AAAA', 'host', ['2001:db8::1']],
  ['CNAME', 'alias', ['target.example.net']],
  ['TXT', 'text', ['"v=spf1 -all"']],
  ['MX', 'mail', ['10 mail.example.net']],
  ['SRV', '_sip._tcp', ['10 20 5060 sip.example.net.']],
  ['CAA', 'authority', ['0 issue "ca.example.net"']],
  ['NS', 'child', ['ns1.example.net']],
  ['NAPTR', 'naptr', ['10 20 "U" "E2U+sip" "!^.*$!sip:info@example.net!" .']],
  ['HTTPS', 'https', ['1 . port=8443']],
  ['SVCB', '_foo', ['1 svc.example.net. port=8443']],
  ['TLSA', '_443._tcp', ['3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef']],
];

export const recordTypeCases: readonly PromiseCase<Lab>[] = samples.map(
  ([type, label, targets]) => ({
    sentence: `gives back ${type} records as adjust said they would be held`,
    run: async (lab) => {
      const { recordTypes } = lab.provider.capabilities;
      const can = recordTypes === 'any' ? true : recordTypes[type];
      if (can !== true)
        throw new NotApplicable(can === undefined ? `${type} is not listed` : can.no);
      const record = await lab.record(label, type, targets);
      await lab.write(create(record));
      await lab.holds(record);
    },
  }),
);
