import { expect, test } from 'vitest';
import type { KubeObject } from '../model/kube-object.ts';
import {
  commonSourceSettings,
  parseCommonSourceSettings,
  type CommonSourceSettings,
} from './common-source-options.ts';
import { keepOurs, keepSelected } from './keep.ts';
import { createSettingsCheck } from './settings-check.ts';

function parse(settings: CommonSourceSettings) {
  const check = createSettingsCheck();
  check.unknownKeys(settings, commonSourceSettings);
  return check.result(parseCommonSourceSettings(settings, check));
}

function parsed(settings: CommonSourceSettings) {
  const result = parse(settings);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

test('nothing set: safe, every namespace, every object, both prefixes', () => {
  const options = parsed({});
  expect(options).toMatchObject({
    behavior: 'safe',
    namespace: '',
    ignoreHostnameAnnotation: false,
    labelFilter: { text: '' },
    annotationFilter: { text: '' },
  });
  expect(options.annotations.prefixes).toEqual([
    'external-dns.kubernetes.io/',
    'external-dns.alpha.kubernetes.io/',
  ]);
});

test('an explicit prefix is the only one', () => {
  const options = parsed({ annotationPrefix: 'dns.example.com/' });
  expect(options.annotations.prefixes).toEqual(['dns.example.com/']);
});

test('all problems are reported at once', () => {
  const result = parse({
    annotationPrefix: '/',
    labelFilter: 'a in b',
    annotationFilter: 'a!=b',
    colour: 'blue',
  } as CommonSourceSettings);
  expect(
    result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`),
  ).toEqual([
    'colour: is not a setting of this source',
    'annotationPrefix: "/" does not end in "/" behind a name',
    'labelFilter: found "b" where "(" was expected',
    'annotationFilter: the operator "!=" is not allowed here; write "a notin (…)"',
  ]);
});

test('an object is kept when both filters match and its controller annotation leaves it to us', () => {
  const options = parsed({ labelFilter: 'tier=edge', annotationFilter: 'publish' });
  const object = (
    labels: Record<string, string>,
    annotations: Record<string, string>,
  ): KubeObject => ({ metadata: { name: 'web', labels, annotations } });
  const controller = 'external-dns.kubernetes.io/controller';
  const [edge, publish] = [{ tier: 'edge' }, { publish: '' }];
  const objects = [
    object(edge, publish),
    object(edge, {}),
    object({}, publish),
    object(edge, { ...publish, [controller]: 'other' }),
  ];
  expect(objects.map(keepOurs(options))).toEqual([true, false, false, false]);
  expect(objects.map(keepSelected(options))).toEqual([true, false, false, true]);
});
