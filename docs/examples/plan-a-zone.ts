// Plans a zone with @org/dns-core alone: what is there, what is wanted, what has to be written. Nothing is sent anywhere.
import { createEndpoint, createTxtRegistry, plan, subject } from '@org/dns-core';

const owner = 'me';
const types = { managedTypes: ['A', 'CNAME'], excludedTypes: [] };
const registry = createTxtRegistry({ owner, behavior: 'safe', ...types });

const marker = '"heritage=external-dns,external-dns/owner=me"';
const current = registry.decode([
  createEndpoint({ name: 'www.example.org', type: 'A', targets: ['192.0.2.1'] }),
  createEndpoint({ name: 'a-www.example.org', type: 'TXT', targets: [marker] }),
  createEndpoint({ name: 'mail.example.org', type: 'A', targets: ['192.0.2.25'] }),
]);
const planned = plan({
  current: current.endpoints,
  desired: [
    createEndpoint({ name: 'www.example.org', type: 'A', targets: ['192.0.2.2'] }),
    createEndpoint({ name: 'blog.example.org', type: 'CNAME', targets: ['www.example.org'] }),
    createEndpoint({ name: 'mail.example.org', type: 'A', targets: ['192.0.2.26'] }),
  ],
  policy: 'sync',
  behavior: 'safe',
  owner,
  ...types,
  inDomain: () => true,
});
for (const change of registry.encode(planned.changes, current).flatMap(({ changes }) => changes))
  console.log(change.kind, subject(change).type, subject(change).name, ...subject(change).targets);
for (const { endpoint, because } of planned.skipped)
  console.log('left alone', endpoint.type, endpoint.name, because.code);
