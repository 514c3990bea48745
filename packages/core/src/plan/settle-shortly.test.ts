import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEndpoint } from '../model/create-endpoint.ts';
import { toDnsName } from '../model/dns-name.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { updateTest } from './name-draft.ts';
import type { PlanInput } from './plan.ts';
import { settleName } from './settle-name.ts';
import { settleShortly } from './settle-shortly.ts';
import type { Settling } from './settlement.ts';

const name = toDnsName('www.example.org');
const targets: Readonly<Record<string, readonly string[]>> = {
  A: ['192.0.2.1', '192.0.2.2'],
  CNAME: ['lb.example.net', 'LB.example.net'],
  TXT: ['"hello"'],
};

function endpoints(types: readonly string[]): fc.Arbitrary<Endpoint> {
  return fc
    .tuple(
      fc.constantFrom(...types),
      fc.nat(1),
      fc.constantFrom(0, 60),
      fc.constantFrom<Readonly<Record<string, string>>>({}, { owner: 'me' }, { owner: 'other' }),
    )
    .map(([type, at, ttlSeconds, labels]) => {
      const target = targets[type]?.[at] ?? 'x';
      return createEndpoint({ name, type, targets: [target], ttlSeconds, labels });
    });
}

const records = endpoints(Object.keys(targets));
const rows = fc.array(
  fc.record({
    setIdentifier: fc.constantFrom('', 'blue'),
    current: fc.array(records, { maxLength: 2 }),
    candidates: fc.array(records, { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 2 },
);
const inputs = fc
  .record({
    policy: fc.constantFrom('sync', 'upsert-only', 'create-only'),
    owner: fc.constantFrom('me', ''),
    isProtected: fc.boolean(),
    refuses: fc.boolean(),
    needsRepair: fc.boolean(),
  })
  .map(({ isProtected, refuses, needsRepair, ...given }) => (current: readonly Endpoint[]) => {
    const input: PlanInput = {
      ...given,
      behavior: 'safe',
      managedTypes: [],
      excludedTypes: [],
      inDomain: () => true,
      current: [],
      desired: [],
      protectedNames: new Set(isProtected ? [name] : []),
      repairs: new Set(needsRepair ? current : []),
      refuse: () => (refuses ? { code: 'invalid', message: 'no' } : undefined),
    };
    return input;
  });

function settlingOf(input: PlanInput): Settling {
  return {
    input,
    needsUpdate: updateTest(input),
    into: { changes: [], skipped: [], unchanged: 0 },
  };
}

test('comes to the same as the long way, or adds nothing', () => {
  let short = 0;
  fc.assert(
    fc.property(
      rows,
      fc.array(endpoints(['LUA', 'A', 'CNAME']), { maxLength: 1 }),
      inputs,
      (ofName, bystanders, inputOf) => {
        const input = inputOf(ofName.flatMap(({ current }) => current));
        const [shortly, long] = [settlingOf(input), settlingOf(input)];
        if (settleShortly(ofName, bystanders, shortly)) {
          short += 1;
          settleName(name, ofName, bystanders, long);
        }
        expect(shortly.into).toEqual(long.into);
      },
    ),
    { numRuns: 500 },
  );
  expect(short).toBeGreaterThan(0);
});
