import {
  createEndpoint,
  type ObjectRef,
  type ObjectState,
  type Report,
  type Source,
} from '@org/dns-core';
import { expect, test } from 'vitest';
import { createWarmSource } from './warm-source.ts';

const object = (name: string): ObjectRef => ({
  source: 'crd',
  apiVersion: 'v1',
  kind: 'Thing',
  namespace: 'shop',
  name,
});
const state = (target: string): ObjectState => ({
  endpoints: [createEndpoint({ name: 'www.example.org', type: 'A', targets: [target] })],
});

function scripted() {
  let say: Report = () => {};
  const synced = Promise.withResolvers<void>();
  const source: Source = {
    name: 'crd',
    start(report) {
      say = report;
      return synced.promise;
    },
    status: () => ({ synced: false }),
  };
  return { source, say: (...args: Parameters<Report>) => say(...args), synced };
}

function listener() {
  const heard: [string, readonly string[] | undefined][] = [];
  const report: Report = ({ name }, told) =>
    void heard.push([name, told?.endpoints.flatMap(({ targets }) => targets)]);
  return { heard, report };
}

test('whoever starts later hears what is known, then what changes', async () => {
  const { source, say, synced } = scripted();
  const warm = createWarmSource(source);
  warm.warmUp(new AbortController().signal);
  say(object('a'), state('192.0.2.1'));
  say(object('b'), state('192.0.2.2'));
  say(object('b'), undefined);
  say(object('a'), state('192.0.2.3'));
  const { heard, report } = listener();
  const started = warm.start(report, new AbortController().signal);
  expect(heard).toEqual([['a', ['192.0.2.3']]]);
  synced.resolve();
  await started;
  say(object('a'), undefined);
  expect(heard).toEqual([
    ['a', ['192.0.2.3']],
    ['a', undefined],
  ]);
});

test('who was aborted hears nothing more, the next one hears all', async () => {
  const { source, say, synced } = scripted();
  const warm = createWarmSource(source);
  warm.warmUp(new AbortController().signal);
  const [first, second] = [listener(), listener()];
  const leading = new AbortController();
  const started = warm.start(first.report, leading.signal);
  leading.abort(new Error('lost'));
  await expect(started).rejects.toThrow('lost');
  say(object('a'), state('192.0.2.1'));
  synced.resolve();
  await warm.start(second.report, new AbortController().signal);
  expect([first.heard, second.heard]).toEqual([[], [['a', ['192.0.2.1']]]]);
});
