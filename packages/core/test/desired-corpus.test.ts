import { describe, expect, test } from 'vitest';
import { createDesiredState, type Endpoint, type WrapperOptions } from '../src/index.ts';
import { canonical, corpusCases, type CorpusCase, type RecordJson } from './corpus-case.ts';
import { toJson } from './record-json.ts';
import { waived } from './waived.ts';
import { endpointsOf, isPlain, refOf, type ObjectJson } from './synthetic-source.ts';

interface CaseWithObjects extends Omit<CorpusCase, 'steps'> {
  readonly objects?: readonly ObjectJson[];
  readonly steps?: readonly {
    readonly args?: readonly string[];
    readonly apply?: readonly ObjectJson[];
    readonly remove?: readonly ObjectJson[];
  }[];
}

/** Cases that turn on what the stand-in for sources does not do. */
const beyond: Readonly<Record<string, string>> = {
  'planning-several-services-different-ttl': 'the service source unites services before the merge',
};

/** Flags that say which objects a source looks at, or how; the stand-in for sources knows none of them. */
const sourceFlags =
  /^--(?:annotation-|label-filter|namespace|fqdn-|target-template|combine|ignore-|publish-|always-|service-type|ingress-class|crd-|compatibility|resolve-|exclude-unschedulable|provider|listen|gateway)/;

const cases = (corpusCases() as readonly CaseWithObjects[]).filter(isSimple);

function isSimple(given: CaseWithObjects): boolean {
  const args = [given.args, ...(given.steps ?? []).flatMap((step) => [step.args ?? []])].flat();
  const objects = [
    ...(given.objects ?? []),
    ...(given.steps ?? []).flatMap((step) => step.apply ?? []),
  ];
  return (
    !/^(?:service|ingress)-/.test(given.id) &&
    !(given.id in beyond) &&
    !(given.id in waived) &&
    given.env === undefined &&
    objects.every(isPlain) &&
    !args.some((arg) => sourceFlags.test(arg)) &&
    args.every((arg) => !arg.startsWith('--source=') || /=(?:crd|service|ingress)$/.test(arg)) &&
    given.expected.every(({ ok }) => ok)
  );
}

function wrappersOf(args: readonly string[]): WrapperOptions {
  const all = (flag: string) =>
    args.flatMap((arg) => (arg.startsWith(`--${flag}=`) ? [arg.slice(flag.length + 3)] : []));
  const minTtl = all('min-ttl').at(-1) ?? '0s';
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 };
  const parts = minTtl.matchAll(/([\d.]+)(ms|s|m|h|d)/g);
  return {
    behavior: 'compat',
    defaultTargets: all('default-targets'),
    forceDefaultTargets: args.includes('--force-default-targets'),
    nat64Networks: all('nat64-networks'),
    targetNets: all('target-net-filter'),
    excludeTargetNets: all('exclude-target-net'),
    ptr: all('managed-record-types').includes('PTR'),
    createPtr: args.includes('--create-ptr'),
    minTtlSeconds: Math.trunc(
      [...parts].reduce(
        (sum, [, number, word]) =>
          sum + Number(number) * (unit[word as keyof typeof unit] ?? 0.001),
        0,
      ),
    ),
    provider: 'webhook',
    preferAlias: args.includes('--prefer-alias'),
  };
}

/** What is wanted after each step. A state lives on while the flags stay, so that later steps are changes to it. */
function decide(given: CaseWithObjects) {
  const objects = new Map<string, ObjectJson>();
  const keyOf = (object: ObjectJson) => JSON.stringify(refOf(object));
  let args: readonly string[] = [];
  let state: ReturnType<typeof createDesiredState> | undefined;
  return given.expected.map((_, index) => {
    const step = index === 0 ? { apply: given.objects } : given.steps?.[index - 1];
    const flags = given.steps?.[index - 1]?.args ?? given.args;
    for (const object of step && 'remove' in step ? (step.remove ?? []) : []) {
      objects.delete(keyOf(object));
      state?.report(refOf(object), undefined);
    }
    for (const object of step?.apply ?? []) {
      objects.set(keyOf(object), object);
      state?.report(refOf(object), { endpoints: wantedBy(object, flags) });
    }
    if (state === undefined || flags !== args) {
      args = flags;
      const names = flags.flatMap((arg) => (arg.startsWith('--source=') ? [arg.slice(9)] : []));
      state = createDesiredState({
        sources: names.map((name) => ({ name })),
        wrappers: wrappersOf(flags),
      });
      for (const object of objects.values()) {
        state.report(refOf(object), { endpoints: wantedBy(object, flags) });
      }
    }
    return canonical(state.everything(() => undefined).endpoints.map(withoutEmptyType));
  });
}

/** Upstream's JSON leaves out what is empty. */
function withoutEmptyType(endpoint: Endpoint): RecordJson {
  const { recordType, ...rest } = toJson(endpoint);
  return recordType === undefined || recordType === '' ? rest : { ...rest, recordType };
}

/** Nothing from objects of a source that is not asked for. */
function wantedBy(object: ObjectJson, flags: readonly string[]) {
  return flags.includes(`--source=${refOf(object).source}`) ? endpointsOf(object) : [];
}

describe('compat wants what upstream was recorded to want', () => {
  test.each(cases)('$id', (given) => {
    expect(decide(given)).toEqual(given.expected.map(({ desired }) => desired));
  });
});
