import {
  isWithin,
  toDnsName,
  type DnsName,
  type Endpoint,
  type Provider,
  type RecordType,
} from '@org/dns-core';
import { offerHeader, parseOffer } from '@org/dns-webhook-protocol';
import type { CaseResult, Waivers } from '../case-result.ts';
import { must, type PromiseCase } from '../promise-case.ts';
import { abortCases } from '../provider/cases/abort-cases.ts';
import { faultCases } from '../provider/cases/fault-cases.ts';
import { remove } from '../provider/changes.ts';
import { checkProviderCase } from '../provider/check-provider.ts';
import { describeAll, differenceOf, identityOf } from '../provider/describe-endpoint.ts';
import type { Lab } from '../provider/lab.ts';
import { providerCases } from '../provider/provider-cases.ts';
import { runCase, strayWaivers } from '../run-case.ts';
import { createV1Provider } from './v1-provider.ts';
import { createV2Provider } from './v2-provider.ts';
import { createWebhookClient, type WebhookClient } from './webhook-client.ts';
import { wireCases } from './wire-cases.ts';

export interface WebhookCheckOptions {
  /** The service's base URL, such as `http://127.0.0.1:8888`. */
  readonly url: string;
  /** The zone in which records may be made; all of them lie below `run` in it, and are removed again. */
  readonly zone: string;
  /** A label below the zone under which nothing is yet. Default: `conformance`. */
  readonly run?: string;
  /** The record types that the service is to hold in version 1, which cannot say so itself. Default: A, AAAA, CNAME and TXT. */
  readonly types?: readonly RecordType[];
  /** A bearer token, where the service wants one. */
  readonly token?: string;
  readonly waive?: Waivers;
  /** For one case. Default: 10,000. */
  readonly timeoutMs?: number;
  /** Called with each result as it comes. */
  readonly onResult?: (result: CaseResult) => void;
}

interface WebhookCase {
  readonly sentence: string;
  readonly run: () => Promise<CaseResult>;
}

const leavesAlone = 'leaves everything else in the zone as it was, and can be tidied up';
const usualTypes: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'TXT'];
/** What a client cannot see from outside, or what version 1 never said. */
const notForV1 = new Set([
  'never replaces other content by a create without saying so',
  'gives no outcome where no group is given',
  'leaves what it is given unchanged',
]);

/**
 * Tries every promise of a webhook service, of version 1 and, where it offers it, of version 2, on a zone of its own, and
 * removes what it made. Once `signal` is aborted no further promise is tried.
 *
 * @throws when the service cannot be read at all, or when there are records below the label already.
 */
export async function checkWebhook(
  options: WebhookCheckOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly CaseResult[]> {
  const client = createWebhookClient(options.url, options.token);
  const provider = createV1Provider(client, options.types ?? usualTypes);
  const domain = toDnsName(`${options.run ?? 'conformance'}.${options.zone}`);
  const before = await readAll(provider, options.timeoutMs);
  const there = before.filter(({ name }) => isWithin(name, domain));
  if (there.length > 0)
    throw new Error(
      `below ${domain} there is ${describeAll(there)} already; take another label with --run, or remove it`,
    );

  const cases = await webhookCases(options, client);
  const results: CaseResult[] = [];
  const add = (result: CaseResult): void => {
    results.push(result);
    options.onResult?.(result);
  };
  for (const stray of strayWaivers(options.waive ?? {}, [...cases, { sentence: leavesAlone }]))
    add(stray);
  for (const { run } of cases) if (!signal.aborted) add(await run());
  add(
    await runCase(
      { sentence: leavesAlone, run: () => tidyUp(provider, domain, before, options.timeoutMs) },
      frameOf(options, client),
    ),
  );
  return results;
}

/** The cases for a service, those of version 2 among them where it offers it. */
export async function webhookCases(
  options: WebhookCheckOptions,
  client: WebhookClient = createWebhookClient(options.url, options.token),
): Promise<readonly WebhookCase[]> {
  const wire = wireCases.map((one) => ({
    sentence: one.sentence,
    run: () => runCase(one, frameOf(options, client)),
  }));
  const v1 = () => Promise.resolve(createV1Provider(client, options.types ?? usualTypes));
  const path = await offerOf(client, options.timeoutMs);
  return [
    ...wire,
    ...casesFor(options, v1, (sentence) => !notForV1.has(sentence)),
    ...(path === undefined
      ? []
      : casesFor(
          options,
          () => createV2Provider(client, path, AbortSignal.timeout(options.timeoutMs ?? 10_000)),
          () => true,
          'version 2: ',
        )),
  ];
}

function casesFor(
  options: WebhookCheckOptions,
  create: () => Promise<Provider>,
  include: (sentence: string) => boolean,
  prefix = '',
): readonly WebhookCase[] {
  const { zone, run, timeoutMs, waive = {} } = options;
  const client = new Set<PromiseCase<Lab>>([...abortCases, ...faultCases]);
  return providerCases
    .filter((one) => !client.has(one) && include(one.sentence))
    .map((one) => {
      const sentence = prefix + one.sentence;
      const waiver = waive[sentence];
      const check = {
        create: async () => ({ provider: await create() }),
        zone,
        ...(run === undefined ? {} : { run }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(waiver === undefined ? {} : { waive: { [one.sentence]: waiver } }),
      };
      return {
        sentence,
        run: async () => ({ ...(await checkProviderCase(check, one)), sentence }),
      };
    });
}

function frameOf(options: WebhookCheckOptions, client: WebhookClient) {
  return {
    open: async (_sentence: string, signal: AbortSignal) => ({
      client,
      zone: options.zone,
      signal,
    }),
    close: async () => {},
    waive: options.waive ?? {},
    timeoutMs: options.timeoutMs ?? 10_000,
  };
}

async function offerOf(client: WebhookClient, timeoutMs = 10_000): Promise<string | undefined> {
  const { headers } = await client({ method: 'GET', path: '/' }, AbortSignal.timeout(timeoutMs));
  return parseOffer(headers[offerHeader]);
}

async function readAll(provider: Provider, timeoutMs = 10_000): Promise<readonly Endpoint[]> {
  const signal = AbortSignal.timeout(timeoutMs);
  const all: Endpoint[] = [];
  for (const zone of await provider.listZones(signal))
    for await (const chunk of provider.readZone(zone, signal)) all.push(...chunk);
  return all;
}

async function tidyUp(
  provider: Provider,
  domain: DnsName,
  before: readonly Endpoint[],
  timeoutMs = 10_000,
): Promise<void> {
  const isOurs = ({ name }: Endpoint): boolean => isWithin(name, domain);
  const ours = (await readAll(provider, timeoutMs)).filter(isOurs);
  const byName = Map.groupBy(ours, ({ name }) => name);
  const groups = Array.from(byName, ([name, endpoints]) => ({
    name,
    changes: endpoints.map((endpoint) => remove(endpoint)),
  }));
  const zone = { id: '', name: toDnsName('') };
  await provider.applyChanges(zone, groups, AbortSignal.timeout(timeoutMs));
  const after = await readAll(provider, timeoutMs);
  const left = after.filter(isOurs);
  must(left.length === 0, `${describeAll(left)} could not be removed`);
  const now = new Map(after.map((endpoint) => [identityOf(endpoint), endpoint]));
  const harmed = before.filter((endpoint) => {
    const found = now.get(identityOf(endpoint));
    return found === undefined || differenceOf(endpoint, found) !== undefined;
  });
  must(harmed.length === 0, `what was there before is gone or changed: ${describeAll(harmed)}`);
}
