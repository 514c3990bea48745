import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import {
  startFakeServer,
  type FakeReply,
  type FakeRequest,
  type FakeServer,
} from '@org/dns-provider-kit/testing';
import { keyOf } from '../same-record-set.ts';
import { applyBatch, Refusal, type FakeZone } from './change-rules.ts';
import { orderKey, setFromXml, storedName } from './stored-set.ts';
import { child, childText, parseXml, toXml, type XmlValue } from './xml.ts';

export interface Route53FakeOptions {
  readonly healthChecks?: readonly string[];
  /** Record sets per page at most. Default: 300, the service's. */
  readonly pageSize?: number;
  /** Hosted zones per page at most. Default: 100, the service's. */
  readonly zonePageSize?: number;
  /** Access keys that are let in; a role's keys come with it. Default: `AKIATEST`. */
  readonly accessKeys?: readonly string[];
  /** The external id that `AssumeRole` asks for. */
  readonly externalId?: string;
  /** How often `GetChange` says PENDING. Default: 0. */
  readonly pendingPolls?: number;
}

export interface FakeZoneInit {
  readonly name: string;
  readonly isPrivate?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** The access key that sees it. Default: every one. */
  readonly account?: string;
  readonly linkedService?: string;
  readonly sets?: readonly ResourceRecordSet[];
}

/**
 * A stateful Route 53 on loopback with the refusals of the real one, and STS's AssumeRole beside it. Written from the API reference
 * of version 2013-04-01; what an alias outside our zones points at is believed.
 */
export interface Route53Fake extends FakeServer {
  addZone(init: FakeZoneInit): FakeZone;
  removeZone(id: string): void;
  /** Every set but the apex's NS and SOA, as one line each, sorted. */
  dump(zone: FakeZone): readonly string[];
  /** Requests for a path that matches, by method. */
  count(method: string, path: RegExp): number;
}

const namespace = 'https://route53.amazonaws.com/doc/2013-04-01/';

export async function startRoute53Fake(options: Route53FakeOptions = {}): Promise<Route53Fake> {
  const zones = new Map<string, FakeZone>();
  const accounts = new Map<string, string>();
  const keys = new Set(options.accessKeys ?? ['AKIATEST']);
  const rules = { zones, healthChecks: new Set(options.healthChecks) };
  let polls = options.pendingPolls ?? 0;

  const zoneOf = (id: string, key: string): FakeZone => {
    const zone = zones.get(id);
    const account = accounts.get(id);
    if (zone === undefined)
      throw new Refusal('NoSuchHostedZone', [`No hosted zone found with ID: ${id}`], 404);
    if (account !== undefined && account !== key)
      throw new Refusal('AccessDenied', [`User is not authorized to access ${id}`], 403);
    return zone;
  };

  const serve = (request: FakeRequest): FakeReply => {
    if (request.path === '/' && request.body.includes('Action=AssumeRole'))
      return assumeRole(request);
    const key = /Credential=([^/]+)\/\d{8}\/us-east-1\/route53\/aws4_request/.exec(
      request.headers['authorization'] ?? '',
    )?.[1];
    if (key === undefined)
      throw new Refusal('MissingAuthenticationToken', ['Missing Authentication Token'], 403);
    if (!keys.has(key))
      throw new Refusal(
        'InvalidClientTokenId',
        ['The security token included in the request is invalid.'],
        403,
      );
    const [, area, id = '', part] = request.path.replace(/\/$/, '').split('/').slice(1);
    const call = `${request.method} ${area}${part === undefined ? '' : `/${part}`}`;
    switch (call) {
      case 'GET hostedzone':
        return listZones(request, key);
      case 'GET hostedzone/rrset':
        return listSets(request, zoneOf(id, key));
      case 'POST hostedzone/rrset':
        return change(request, zoneOf(id, key));
      case 'POST tags':
        return listTags(request);
      case 'GET change':
        polls -= 1;
        return xml('GetChangeResponse', {
          ChangeInfo: changeInfo(polls >= 0 ? 'PENDING' : 'INSYNC'),
        });
      default:
        throw new Refusal('InvalidAction', [`${request.method} ${request.path}`], 404);
    }
  };

  function assumeRole(request: FakeRequest): FakeReply {
    const form = new URLSearchParams(request.body);
    if (form.get('ExternalId') !== (options.externalId ?? null))
      return {
        status: 403,
        headers: { 'content-type': 'text/xml' },
        body: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform sts:AssumeRole on ${form.get('RoleArn')} with ${form.get('ExternalId')}</Message></Error></ErrorResponse>`,
      };
    keys.add('ASIAROLE');
    const credentials = {
      AccessKeyId: 'ASIAROLE',
      SecretAccessKey: 'role-secret',
      SessionToken: 'role-session-token',
      Expiration: new Date(Date.now() + 3_600_000).toISOString(),
    };
    return {
      headers: { 'content-type': 'text/xml' },
      body: toXml('AssumeRoleResponse', { AssumeRoleResult: { Credentials: credentials } }),
    };
  }

  function listZones({ query }: FakeRequest, key: string): FakeReply {
    const all = [...zones.values()].filter(({ id }) => (accounts.get(id) ?? key) === key);
    const most = Math.min(Number(query.get('maxitems') ?? 100), options.zonePageSize ?? 100);
    const marker = query.get('marker');
    const from = marker === null ? 0 : all.findIndex(({ id }) => id === marker);
    const next = all[from + most];
    return xml('ListHostedZonesResponse', {
      HostedZones: {
        HostedZone: all.slice(from, from + most).map((zone) => ({
          Id: `/hostedzone/${zone.id}`,
          Name: zone.name,
          CallerReference: 'test',
          Config: { PrivateZone: zone.isPrivate },
          ResourceRecordSetCount: zone.sets.size,
          LinkedService:
            zone.linkedService === undefined ? undefined : { ServicePrincipal: zone.linkedService },
        })),
      },
      IsTruncated: next !== undefined,
      NextMarker: next?.id,
      MaxItems: most,
    });
  }

  function listSets({ query }: FakeRequest, zone: FakeZone): FakeReply {
    const keyed = [...zone.sets.values()]
      .map((set) => ({ set, key: orderKey(set.Name ?? '', set.Type, set.SetIdentifier) }))
      .toSorted((one, other) => (one.key < other.key ? -1 : 1));
    const name = query.get('name');
    const start =
      name === null ? '' : orderKey(name, query.get('type') ?? '', query.get('identifier') ?? '');
    const most = Math.min(Number(query.get('maxitems') ?? 300), options.pageSize ?? 300);
    const rest = keyed.filter(({ key }) => key >= start).map(({ set }) => set);
    const next = rest[most];
    return xml('ListResourceRecordSetsResponse', {
      ResourceRecordSets: { ResourceRecordSet: rest.slice(0, most).map(toWire) },
      IsTruncated: next !== undefined,
      NextRecordName: next?.Name,
      NextRecordType: next?.Type,
      NextRecordIdentifier: next?.SetIdentifier,
      MaxItems: most,
    });
  }

  function change(request: FakeRequest, zone: FakeZone): FakeReply {
    const batch = child(child(parseXml(request.body), 'ChangeBatch'), 'Changes');
    const changes = (batch?.children ?? []).map((one) => ({
      Action: childText(one, 'Action'),
      ResourceRecordSet: setFromXml(child(one, 'ResourceRecordSet')),
    })) as Change[];
    applyBatch(zone, changes, rules);
    return xml('ChangeResourceRecordSetsResponse', { ChangeInfo: changeInfo('PENDING') });
  }

  function listTags(request: FakeRequest): FakeReply {
    const ids = (child(parseXml(request.body), 'ResourceIds')?.children ?? []).map(
      ({ text }) => text,
    );
    if (ids.length > 10) throw new Refusal('InvalidInput', ['at most 10 resources']);
    return xml('ListTagsForResourcesResponse', {
      ResourceTagSets: {
        ResourceTagSet: ids.flatMap((id) => {
          const tags = zones.get(id)?.tags ?? {};
          return {
            ResourceType: 'hostedzone',
            ResourceId: id,
            Tags: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
          };
        }),
      },
    });
  }

  const server = await startFakeServer((request) => {
    try {
      return serve(request);
    } catch (error) {
      if (error instanceof Refusal) return refusalReply(error);
      throw error;
    }
  });

  return {
    ...server,
    get connections() {
      return server.connections;
    },
    addZone(init) {
      const zone = createZone(`Z${String(zones.size + 1).padStart(6, '0')}`, init);
      zones.set(zone.id, zone);
      if (init.account !== undefined) accounts.set(zone.id, init.account);
      return zone;
    },
    removeZone: (id) => zones.delete(id),
    dump: (zone) =>
      [...zone.sets.values()]
        .filter(({ Name, Type }) => !(Name === zone.name && (Type === 'NS' || Type === 'SOA')))
        .map(toLine)
        .toSorted(),
    count: (method, path) =>
      server.requests.filter((one) => one.method === method && path.test(one.path)).length,
  };
}

function createZone(id: string, init: FakeZoneInit): FakeZone {
  const name = storedName(init.name);
  const soa = 'ns-1.awsdns.example.org. hostmaster.example.org. 1 7200 900 1209600 86400';
  const sets: ResourceRecordSet[] = [
    {
      Name: name,
      Type: 'NS',
      TTL: 172_800,
      ResourceRecords: [{ Value: 'ns-1.awsdns.example.org.' }],
    },
    { Name: name, Type: 'SOA', TTL: 900, ResourceRecords: [{ Value: soa }] },
    ...(init.sets ?? []).map((set) => ({ ...set, Name: storedName(set.Name ?? '') })),
  ];
  return {
    id,
    name,
    isPrivate: init.isPrivate ?? false,
    tags: { ...init.tags },
    ...(init.linkedService === undefined ? {} : { linkedService: init.linkedService }),
    sets: new Map(sets.map((set) => [keyOf(set), set])),
  };
}

function toWire(set: ResourceRecordSet): XmlValue {
  const { ResourceRecords: records, ...rest } = set;
  return {
    // All other fields are texts, numbers, truth values and objects of those.
    ...(rest as unknown as { readonly [name: string]: XmlValue }),
    ResourceRecords: records && { ResourceRecord: records.map(({ Value }) => ({ Value })) },
  };
}

function toLine(set: ResourceRecordSet): string {
  const { Name, Type, TTL, ResourceRecords: records, AliasTarget: alias, ...rest } = set;
  const data =
    alias === undefined
      ? `${TTL} ${(records ?? []).map(({ Value }) => Value).join(' ; ')}`
      : `alias ${alias.DNSName} in ${alias.HostedZoneId} ${alias.EvaluateTargetHealth}`;
  const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  return `${Name} ${Type} ${data}${more}`;
}

function changeInfo(status: string): XmlValue {
  return { Id: '/change/C1', Status: status, SubmittedAt: '2026-01-01T00:00:00Z' };
}

function xml(name: string, content: XmlValue): FakeReply {
  return {
    headers: { 'content-type': 'text/xml' },
    body: `<?xml version="1.0"?>${toXml(name, content).replace(`<${name}>`, `<${name} xmlns="${namespace}">`)}`,
  };
}

/** An invalid batch has a document of its own (API reference, "InvalidChangeBatch"). */
function refusalReply({ code, status, messages }: Refusal): FakeReply {
  const reply =
    code === 'InvalidChangeBatch'
      ? xml(code, { Messages: { Message: messages }, RequestId: 'r' })
      : xml('ErrorResponse', {
          Error: { Type: 'Sender', Code: code, Message: messages.join('; ') },
          RequestId: 'r',
        });
  return { ...reply, status };
}
