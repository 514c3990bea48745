import { expect, test } from 'vitest';
import type { ResourceNeed } from '../source/object-source.ts';
import { nodes, services } from '../testing/types.ts';
import { planFeeds } from './feed-plan.ts';

const need = (type: ResourceNeed['type'], rest: Partial<ResourceNeed> = {}): ResourceNeed => ({
  type,
  fields: [],
  ...rest,
});

test.each([
  {
    name: 'one feed for needs of the same part',
    needs: [need(services), need(services), need(nodes)],
    feeds: [
      ['services', '', '', 2],
      ['nodes', '', '', 1],
    ],
  },
  {
    name: 'every namespace covers a single one, whichever comes first',
    needs: [need(services, { namespace: 'shop' }), need(services)],
    feeds: [['services', '', '', 2]],
  },
  {
    name: 'namespaces of their own',
    needs: [need(services, { namespace: 'a' }), need(services, { namespace: 'b' })],
    feeds: [
      ['services', 'a', '', 1],
      ['services', 'b', '', 1],
    ],
  },
  {
    name: 'other labels are another feed',
    needs: [need(services), need(services, { namespace: 'a', labelSelector: 'k=v' })],
    feeds: [
      ['services', '', '', 1],
      ['services', 'a', 'k=v', 1],
    ],
  },
])('$name', ({ needs, feeds }) => {
  expect(
    planFeeds(needs).map((feed) => [
      feed.type.plural,
      feed.namespace,
      feed.labelSelector,
      feed.needs.length,
    ]),
  ).toEqual(feeds);
});
