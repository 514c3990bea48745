import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEndpoint } from '../model/create-endpoint.ts';
import type { Claim } from './claim.ts';
import { createNamePipeline } from './name-pipeline.ts';
import { testWrappers } from './testing/test-wrappers.ts';

const name = 'www.example.org';
const objectOf = (object: string): Claim['object'] => {
  return { source: 'service', apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: object };
};
/** An object that says nothing about the name any more, but is still there. */
const silent: Claim = { object: objectOf('b'), createdMs: 2, endpoints: [], waiting: false };

const claims = fc
  .record({
    spelling: fc.constantFrom(name, 'WWW.example.org', ''),
    type: fc.constantFrom('A', 'CNAME', 'TXT', 'MX'),
    targets: fc.uniqueArray(fc.constantFrom('192.0.2.1', '192.0.2.2', 'lb.example.net', ''), {
      maxLength: 2,
    }),
    waiting: fc.boolean(),
  })
  .map(({ spelling, type, targets, waiting }): Claim => {
    const endpoint = createEndpoint({ name: spelling, type, targets });
    return { object: objectOf('a'), createdMs: 1, endpoints: [endpoint], waiting };
  });

test('what one object says alone counts as it does beside one that is silent', () => {
  const merge = fc.constantFrom(undefined, (given: Claim['endpoints']) => given.toReversed());
  const defaults = fc.constantFrom([], ['192.0.2.9']);
  fc.assert(
    fc.property(claims, merge, defaults, (claim, merged, defaultTargets) => {
      const source = { name: 'service', ...(merged && { merge: merged }) };
      const options = testWrappers({ defaultTargets });
      const pipeline = createNamePipeline([source], options);
      const [alone, beside] = [[claim], [claim, silent]].map((said) => {
        const { drops, ...result } = pipeline.forward(said, undefined);
        return { ...result, drops: drops.map(({ code }) => code) };
      });
      expect(alone).toEqual(beside);
    }),
    { numRuns: 500 },
  );
});
