import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  createDictionary,
  fromJson,
  parseTemplate,
  TemplateError,
  type Functions,
  type Value,
} from './index.ts';

interface Recorded {
  readonly template: string;
  readonly missingKey?: 'error';
  readonly output?: string;
  readonly fails?: true;
}

// What Go 1.26 makes of these templates and this data.
const recorded = JSON.parse(
  readFileSync(new URL('fixtures/text-template.json', import.meta.url), 'utf8'),
) as {
  readonly data: Readonly<Record<string, unknown>> & {
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly cases: readonly Recorded[];
};

const functions: Functions = {
  contains: {
    parameters: ['string', 'string'],
    call: ([text, part]) => (text as string).includes(part as string),
  },
  replace: {
    parameters: ['string', 'string', 'string'],
    call: ([from, to, text]) => (text as string).replaceAll(from as string, to as string),
  },
  toLower: { parameters: ['string'], call: ([text]) => (text as string).toLowerCase() },
  keys: {
    parameters: ['string-map'],
    call: ([map]) => BigInt((map as { keys(): readonly string[] } | undefined)?.keys().length ?? 0),
  },
};

const labels = createDictionary(recorded.data.labels, (value: string) => value, {
  type: 'map[string]string',
  zero: '',
});
const data = createDictionary(recorded.data, (value) =>
  value === recorded.data.labels ? labels : fromJson(value, { integers: false }),
);

function run(template: string, value: Value = data): string {
  return parseTemplate('t', template, functions).execute(value);
}

function outcome(act: () => string): string | TemplateError {
  try {
    return act();
  } catch (error) {
    if (TemplateError.is(error)) return error;
    throw error;
  }
}

function survives(act: () => string): boolean {
  const result = outcome(act);
  return typeof result === 'string' || TemplateError.is(result);
}

describe('gives what Go gives', () => {
  const execute = ({ template, missingKey }: Recorded) =>
    parseTemplate('t', template, functions).execute(data, { missingKey: missingKey ?? 'no-value' });

  test.each(recorded.cases.filter(({ fails }) => !fails))('$template', (entry) => {
    expect(execute(entry)).toBe(entry.output);
  });

  test.each(recorded.cases.filter(({ fails }) => fails))('$template fails', (entry) => {
    expect(() => execute(entry)).toThrow(TemplateError);
    expect(() => execute(entry)).toThrow(/^template: t:[12]:/);
  });
});

test.each([
  ['{{.a.x}}', `template: t:1:2: executing "t" at <.a.x>: can't evaluate field x in type string`],
  [
    'a\n  {{index .l 9}}',
    'template: t:2:4: executing "t" at <index .l 9>: error calling index: index out of range: 9',
  ],
  [
    '{{contains .labels.none "x"}}',
    'template: t:1:11: executing "t" at <.labels.none>: invalid value; expected string',
  ],
  [
    '{{eq .a 1}}',
    'template: t:1:2: executing "t" at <eq .a 1>: error calling eq: incompatible types for comparison: string and int',
  ],
  [
    '{{keys .m}}',
    'template: t:1:7: executing "t" at <.m>: wrong type for value; expected map[string]string; got map[string]interface {}',
  ],
  ['{{upper .a}}', 'template: t:1: function "upper" not defined'],
  ['\n\n{{if .a}}x', 'template: t:3: unexpected EOF'],
  [
    '{{define "a"}}1{{end}}\n{{define "a"}}2{{end}}',
    'template: t:2: template: multiple definition of template "a"',
  ],
])('says what is wrong with %j', (template, message) => {
  expect(outcome(() => run(template))).toEqual(new TemplateError(message));
});

test('counts the entries of a string map, and none where the map is missing', () => {
  expect(run('{{keys .labels}} {{keys .none}}')).toBe('4 0');
});

describe('typed values', () => {
  const type = { kind: 'named', type: 'v1.ServiceType', value: 'ClusterIP' } as const;
  const value = createDictionary<Value>(
    {
      type,
      port: { kind: 'named', type: 'int32', value: 80n },
      className: { kind: 'pointer', type: '*string', to: 'shared' },
      none: { kind: 'pointer', type: '*string', to: undefined },
      point: {
        kind: 'struct',
        type: 'v1.Point',
        fields: ['X', 'Y'],
        has: (field) => field === 'X' || field === 'Y',
        get: (field) => (field === 'X' ? 1n : type),
        method: (name) =>
          name === 'Shift'
            ? { parameters: ['any'], call: ([by]) => (by as bigint) + 1n }
            : undefined,
      },
    },
    (entry) => entry,
  );

  test.each([
    [
      '{{.type}} {{printf "%s %q %T" .type .type .type}}',
      'ClusterIP ClusterIP "ClusterIP" v1.ServiceType',
    ],
    ['{{eq .type "ClusterIP"}} {{eq .port 80}} {{lt .port 81}} {{len .type}}', 'true true true 9'],
    ['{{.className}} {{.none}} {{if .none}}set{{end}}', 'shared <nil> '],
    ['{{toLower .className}} {{html .className}}', 'shared shared'],
    ['{{.point.X}} {{.point}} {{printf "%+v" .point}}', '1 {1 ClusterIP} {X:1 Y:ClusterIP}'],
    ['{{.point.Shift 4}} {{4 | .point.Shift}}', '5 5'],
    ['{{print .type .port}}{{print .port .port}}', 'ClusterIP8080 80'],
  ])('%s', (template, output) => {
    expect(run(template, value)).toBe(output);
  });

  test.each([
    ['{{toLower .type}}', /wrong type for value; expected string; got v1\.ServiceType/],
    ['{{toLower .none}}', /dereference of nil pointer of type \*string/],
    ['{{.none.x}}', /nil pointer evaluating \*string\.x/],
    ['{{.point.Z}}', /can't evaluate field Z in type v1\.Point/],
    ['{{.point.X 1}}', /X has arguments but cannot be invoked as function/],
    ['{{.point.Shift}}', /wrong number of args for Shift: want 1 got 0/],
    ['{{eq .className "shared"}}', /incompatible types for comparison: \*string and string/],
    ['{{index .point 0}}', /can't index item of type v1\.Point/],
  ])('%s fails', (template, message) => {
    expect(() => run(template, value)).toThrow(message);
  });
});

describe('no template can hang or fill the process', () => {
  test.each([
    ['a loop', '{{range 100000000}}x{{end}}', /takes more than 1000000 steps|characters/],
    ['a loop that writes nothing', '{{range 100000000}}{{end}}', /takes more than 1000000 steps/],
    [
      'recursion',
      '{{define "r"}}{{template "r" .}}{{end}}{{template "r" .}}',
      /maximum template depth/,
    ],
    [
      'doubling',
      '{{$x := "xxxxxxxx"}}{{range 64}}{{$x = print $x $x}}{{end}}',
      /more than 1048576 characters|1000000 steps/,
    ],
    ['a width', '{{printf "%1000000d%1000000d" 1 2}}', /more than|steps/],
    ['parentheses', `{{${'('.repeat(5000)}1${')'.repeat(5000)}}}`, /nested more than 100 deep/],
    ['actions', `${'{{if 1}}'.repeat(5000)}${'{{end}}'.repeat(5000)}`, /nested more than 100 deep/],
    [
      'recursion from deep inside',
      `{{define "r"}}${'{{if 1}}'.repeat(99)}{{template "r" .}}${'{{end}}'.repeat(99)}{{end}}{{template "r" .}}`,
      /depth|deep/,
    ],
  ])('%s', (_, template, message) => {
    expect(outcome(() => run(template))).toBeInstanceOf(TemplateError);
    expect(() => run(template)).toThrow(message);
  });

  test('limits can be set', () => {
    const template = parseTemplate('t', 'abc{{range 3}}d{{end}}');
    expect(template.execute(undefined, { limits: { characters: 6 } })).toBe('abcddd');
    expect(() => template.execute(undefined, { limits: { characters: 5 } })).toThrow(
      /5 characters/,
    );
    expect(() => template.execute(undefined, { limits: { steps: 3 } })).toThrow(/3 steps/);
  });
});

test('a text without an action is given back as it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => !text.includes('{{')),
      (text) => {
        expect(run(text)).toBe(text);
      },
    ),
  );
});

test('whatever the template, only a TemplateError is thrown', () => {
  const piece = fc.constantFrom(
    ...'{{ }} {{- -}} | ( ) . , := = $ $x .a .l .m .labels .n .none .i "s" `r` \'c\' 1 -1 1.5 0x nil true if else end range with define template block break continue and or not eq lt index slice len print printf html js urlquery call contains toLower keys "%[1]*d" "%v" /* */ \n'.split(
      ' ',
    ),
    ' ',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      expect(survives(() => run(`{{${pieces.join('')}`))).toBe(true);
      expect(survives(() => run(pieces.join(' ')))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('whatever the operands, only a TemplateError is thrown', () => {
  const operand = fc.constantFrom(
    '.',
    '.a',
    '.l',
    '.m',
    '.n',
    '.none',
    '.i',
    '.f',
    '.t',
    '"%d%s%v"',
    '1',
    '-3',
    'nil',
    '(index .l 0)',
    '.labels',
  );
  const name = fc.constantFrom(
    'and',
    'or',
    'not',
    'eq',
    'ne',
    'lt',
    'le',
    'gt',
    'ge',
    'index',
    'slice',
    'len',
    'print',
    'printf "%v|%x|%q"',
    'println',
    'html',
    'js',
    'urlquery',
    'call',
    'contains',
    'range',
    'with',
    'if',
    'keys',
  );
  fc.assert(
    fc.property(name, fc.array(operand, { maxLength: 4 }), (called, operands) => {
      const block = /^(?:range|with|if)$/.test(called);
      expect(
        survives(() => run(`{{${called} ${operands.join(' ')}}}{{.}}${block ? '{{end}}' : ''}`)),
      ).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
