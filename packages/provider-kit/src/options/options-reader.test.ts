import { Secret } from '@org/dns-core';
import { expect, test } from 'vitest';
import { createOptionsReader } from './options-reader.ts';

function parse(input: unknown) {
  const options = createOptionsReader(input);
  const tls = options.section('tls');
  const value = {
    url: options.url('url', 'http://127.0.0.1:8081'),
    zone: options.text('zone'),
    comment: options.optionalText('comment'),
    mode: options.oneOf('mode', ['fast', 'slow'], 'fast'),
    size: options.integer('size', 5, { min: 1, max: 10 }),
    dry: options.boolean('dry', false),
    names: options.textList('names'),
    key: options.secret('key'),
    caFile: tls.optionalText('caFile'),
  };
  return options.finish(value);
}

test('what is right becomes a value, with its defaults', async () => {
  const parsed = parse({ zone: 'example.org', key: 'k3y', tls: { caFile: '/ca' }, names: ['a'] });
  expect(parsed).toMatchObject({
    ok: true,
    value: {
      url: 'http://127.0.0.1:8081',
      zone: 'example.org',
      comment: undefined,
      mode: 'fast',
      size: 5,
      dry: false,
      names: ['a'],
      caFile: '/ca',
    },
  });
  expect(parsed.ok && (await parsed.value.key()).reveal()).toBe('k3y');
});

test('everything that is wrong is said at once, with its path', () => {
  expect(
    parse({
      url: 'ftp://user@example.org',
      comment: 1,
      mode: 'quick',
      size: 11,
      dry: 'yes',
      names: 'a',
      key: { path: '/key' },
      tls: { caFile: true, ca: '' },
      extra: 1,
    }),
  ).toEqual({
    ok: false,
    problems: [
      {
        path: 'url',
        message: 'must begin with http:// or https://',
        hint: 'such as http://127.0.0.1:8081',
      },
      { path: 'zone', message: 'is required' },
      { path: 'comment', message: 'must be a text' },
      { path: 'mode', message: 'must be one of fast, slow' },
      { path: 'size', message: 'must be a whole number, at least 1 and at most 10' },
      { path: 'dry', message: 'must be true or false' },
      { path: 'names', message: 'must be a list of texts' },
      { path: 'key', message: 'must be a text or { file: path }' },
      { path: 'tls.caFile', message: 'must be a text' },
      {
        path: 'extra',
        message: 'is not an option',
        hint: 'known here: comment, dry, key, mode, names, size, tls, url, zone',
      },
      { path: 'tls.ca', message: 'is not an option', hint: 'known here: caFile' },
    ],
  });
});

test.each([
  { name: 'no object at all', input: 'x', path: '.', message: 'must be an object of options' },
  { name: 'no secret', input: { zone: 'z' }, path: 'key', message: 'is required' },
  {
    name: 'a password in the URL',
    input: { url: 'http://a:b@example.org', zone: 'z', key: new Secret('k') },
    path: 'url',
    message: 'must not hold a user name or password',
  },
  {
    name: 'no URL',
    input: { url: 'nonsense', zone: 'z', key: 'k' },
    path: 'url',
    message: 'is not a URL',
  },
])('$name', ({ input, path, message }) => {
  const parsed = parse(input);
  expect(parsed.ok ? [] : parsed.problems).toContainEqual(
    expect.objectContaining({ path, message }),
  );
});

test('with text forms, what flags and variables can hold is understood', () => {
  const read = (input: unknown) => {
    const options = createOptionsReader(input, { textForms: true });
    const limits = options.section('limits');
    return options.finish({
      dry: options.boolean('dry', false),
      names: options.textList('names'),
      size: limits.integer('size', 5, { min: 1, max: 10 }),
    });
  };
  expect(read({ dry: 'true', names: 'a, b,', limits: { size: '7' } })).toEqual({
    ok: true,
    value: { dry: true, names: ['a', 'b'], size: 7 },
  });
  expect(read({ dry: false, names: ['a'], limits: { size: 7 } })).toEqual({
    ok: true,
    value: { dry: false, names: ['a'], size: 7 },
  });
  expect(read({ dry: 'yes', names: 1, limits: { size: '7.5' } })).toEqual({
    ok: false,
    problems: [
      { path: 'dry', message: 'must be true or false' },
      { path: 'names', message: 'must be a list of texts' },
      { path: 'limits.size', message: 'must be a whole number, at least 1 and at most 10' },
    ],
  });
});
