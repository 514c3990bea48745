import { createDesiredState, type Endpoint, type Parsed, type WrapperOptions } from '@org/dns-core';
import type { KubeObject } from '../model/kube-object.ts';
import { objectRefOf } from '../model/object-ref-of.ts';
import { apiVersionOf } from '../model/resource-type.ts';
import { createMemoryReader } from '../reader/memory-reader.ts';
import type { ObjectSource } from '../source/object-source.ts';
import { parseLabelSelector } from '../selectors/selector.ts';
import type { TemplateSettings } from '../templates/templates.ts';
import { parseGoDuration } from '../annotations/go-duration.ts';

/** A record as the webhook protocol writes it. */
interface RecordedEndpoint {
  readonly dnsName?: string;
  readonly recordType?: string;
  readonly setIdentifier?: string;
  readonly targets?: readonly string[];
  readonly recordTTL?: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** `name=value`. */
  readonly providerSpecific?: readonly string[];
}

/** What upstream decided for one world, run by run; only the part that concerns sources. */
export interface RecordedCase {
  readonly id: string;
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly objects?: readonly KubeObject[];
  readonly steps?: readonly {
    readonly args?: readonly string[];
    readonly apply?: readonly KubeObject[];
    readonly remove?: readonly KubeObject[];
  }[];
  readonly expected: readonly {
    readonly ok: boolean;
    readonly desired: readonly RecordedEndpoint[];
  }[];
}

/** One run of a recorded case. */
export interface RecordedRun {
  readonly args: readonly string[];
  readonly flags: Flags;
  readonly objects: readonly KubeObject[];
  readonly expected: Outcome;
}

export interface Flags {
  has(name: string): boolean;
  last(name: string): string | undefined;
  all(name: string): readonly string[];
}

/** The runs of a case, each with the world as it is then. */
export function runsOf(recorded: RecordedCase): readonly RecordedRun[] {
  const world = new Map<string, KubeObject>();
  const put = (object: KubeObject) => {
    const complete = withNamespace(object);
    world.set(keyOf(complete), complete);
  };
  (recorded.objects ?? []).forEach(put);
  const { steps = [] } = recorded;
  return recorded.expected.map(({ ok, desired }, index) => {
    const step = index === 0 ? {} : (steps[index - 1] ?? {});
    (step.apply ?? []).forEach(put);
    for (const object of step.remove ?? []) world.delete(keyOf(withNamespace(object)));
    const args = step.args ?? recorded.args;
    return {
      args,
      flags: flagsOf(args),
      objects: [...world.values()],
      expected: { ok, desired: canonical(desired) },
    };
  });
}

/** What a run came to: upstream ends it without a word about records when something is wrong enough. */
export interface Outcome {
  readonly ok: boolean;
  /** In canonical form. */
  readonly desired: readonly unknown[];
}

/** What sources and wrappers make of a world. Sources whose settings were refused make nothing, as the whole run. */
export function decide(
  sources: readonly Parsed<ObjectSource>[],
  objects: readonly KubeObject[],
  wrappers: WrapperOptions,
): Outcome {
  const accepted = sources.flatMap((source) => (source.ok ? [source.value] : []));
  if (accepted.length < sources.length) return { ok: false, desired: [] };
  const reader = createMemoryReader(objects);
  const state = createDesiredState({ sources: accepted, wrappers });
  for (const source of accepted) {
    const { type, namespace = '', labelSelector = '', keep } = source.primary;
    const selector = parseLabelSelector(labelSelector);
    for (const object of objects) {
      if (object.kind !== type.kind || object.apiVersion !== apiVersionOf(type)) continue;
      if (namespace !== '' && object.metadata.namespace !== namespace) continue;
      if (!selector.matches(object.metadata.labels)) continue;
      if (keep !== undefined && !keep(object)) continue;
      state.report(objectRefOf(source.name, type, object), source.endpoints(object, reader));
    }
  }
  if (state.problems().some(({ stopsRun }) => stopsRun === true)) return { ok: false, desired: [] };
  const wanted = state.everything(() => undefined);
  return { ok: true, desired: canonical(wanted.endpoints.map(recordedForm)) };
}

/** The wrapper options that flags ask for, as the controller reads them. */
export function wrappersOf(flags: Flags): WrapperOptions {
  return {
    behavior: 'compat',
    defaultTargets: flags.all('default-targets'),
    forceDefaultTargets: flags.has('force-default-targets'),
    nat64Networks: flags.all('nat64-networks'),
    targetNets: flags.all('target-net-filter'),
    excludeTargetNets: flags.all('exclude-target-net'),
    ptr: flags.all('managed-record-types').includes('PTR'),
    createPtr: flags.has('create-ptr'),
    minTtlSeconds: Number((parseGoDuration(flags.last('min-ttl') ?? '0') ?? 0n) / 1_000_000_000n),
    provider: 'webhook',
    preferAlias: flags.has('prefer-alias'),
  };
}

/** The template settings that flags ask for. */
export function templateSettingsOf(flags: Flags): TemplateSettings {
  return {
    fqdn: flags.all('fqdn-template'),
    target: flags.all('target-template'),
    fqdnTarget: flags.all('fqdn-target-template'),
    combine: flags.has('combine-fqdn-annotation'),
  };
}

function flagsOf(args: readonly string[]): Flags {
  const given = args.map((arg): readonly [string, string] => {
    const [name = '', ...value] = arg.replace(/^--/, '').split('=');
    return [name, value.join('=')];
  });
  const all = (name: string) => given.filter(([key]) => key === name).map(([, value]) => value);
  return {
    has: (name) => all(name).length > 0,
    last: (name) => all(name).at(-1),
    all,
  };
}

function withNamespace(object: KubeObject): KubeObject {
  if (object.kind === 'Node' || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace: 'default' } };
}

function keyOf({ apiVersion, kind, metadata }: KubeObject): string {
  return [apiVersion, kind, metadata.namespace, metadata.name].join(' ');
}

function recordedForm(endpoint: Endpoint): RecordedEndpoint {
  return {
    dnsName: endpoint.spelling,
    recordType: endpoint.type,
    setIdentifier: endpoint.setIdentifier,
    targets: endpoint.targets,
    recordTTL: endpoint.ttlSeconds,
    labels: endpoint.labels,
    providerSpecific: endpoint.properties.map(({ name, value }) => `${name}=${value}`),
  };
}

/** One form in which lists of records are compared: sorted, without empty fields. */
function canonical(list: readonly RecordedEndpoint[]): readonly unknown[] {
  const records = list.map((record) => {
    const labels = Object.entries(record.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    const properties = [...(record.providerSpecific ?? [])].sort();
    return {
      dnsName: record.dnsName ?? '',
      recordType: record.recordType ?? '',
      targets: [...(record.targets ?? [])].sort(),
      ...(record.setIdentifier ? { setIdentifier: record.setIdentifier } : {}),
      // Zero and less mean that no TTL is configured.
      ...((record.recordTTL ?? 0) > 0 ? { recordTTL: record.recordTTL } : {}),
      ...(labels.length > 0 ? { labels: Object.fromEntries(labels) } : {}),
      ...(properties.length > 0 ? { providerSpecific: properties } : {}),
    };
  });
  const texts = records.map((record) => [JSON.stringify(record), record] as const);
  return texts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, record]) => record);
}
