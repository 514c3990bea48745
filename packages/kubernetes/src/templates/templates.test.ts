import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../model/kube-object.ts';
import type { ResourceType } from '../model/resource-type.ts';
import { httpRouteTable } from './kinds/http-route-table.ts';
import { ingressTable } from './kinds/ingress-table.ts';
import { nodeTable } from './kinds/node-table.ts';
import { podTable } from './kinds/pod-table.ts';
import { serviceTable } from './kinds/service-table.ts';
import type { Rendered, TemplateKind } from './source-templates.ts';
import { noTemplates, parseTemplates, type Templates, type TemplateSettings } from './templates.ts';

function parsed(settings: TemplateSettings): Templates {
  const result = parseTemplates(settings);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '));
  return result.value;
}

const core = { group: '', version: 'v1', namespaced: true };
const serviceType: ResourceType = { ...core, plural: 'services', kind: 'Service' };
const podType: ResourceType = { ...core, plural: 'pods', kind: 'Pod' };
const nodeType: ResourceType = { ...core, plural: 'nodes', kind: 'Node', namespaced: false };
const ingressType: ResourceType = {
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'ingresses',
  kind: 'Ingress',
  namespaced: true,
};
const routeType: ResourceType = {
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  plural: 'httproutes',
  kind: 'HTTPRoute',
  namespaced: true,
};
const vmType: ResourceType = {
  group: 'lab.example.org',
  version: 'v1',
  plural: 'vms',
  kind: 'VM',
  namespaced: true,
};

const service = {
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'u-1',
    creationTimestamp: '2026-02-01T10:00:00Z',
    labels: { app: 'web' },
    annotations: {
      'example.org/dns': 'edge',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
    },
  },
  spec: {
    type: 'LoadBalancer',
    clusterIP: '10.0.0.1',
    externalIPs: ['192.0.2.5'],
    loadBalancerClass: 'shared',
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'dns', port: 53, targetPort: 'dns' },
    ],
  },
  status: {
    loadBalancer: { ingress: [{ ip: '192.0.2.1' }, { hostname: 'lb.example.org' }] },
    conditions: [{ type: 'Ready', status: 'True' }],
  },
} as unknown as KubeObject;

const pod = {
  metadata: { name: 'db-0', namespace: 'shop' },
  spec: { nodeName: 'n1', hostNetwork: true },
  status: { podIP: '10.1.0.4', podIPs: [{ ip: '10.1.0.4' }] },
} as unknown as KubeObject;

const node = {
  metadata: { name: 'n1' },
  status: { addresses: [{ type: 'ExternalIP', address: '203.0.113.1' }] },
} as unknown as KubeObject;

const ingress = {
  metadata: { name: 'front', namespace: 'shop' },
  spec: { ingressClassName: 'nginx', rules: [{ host: 'a.example.org' }, {}] },
} as unknown as KubeObject;

const route = {
  metadata: { name: 'r', namespace: 'shop' },
  spec: { hostnames: ['a.example.org'], parentRefs: [{ name: 'edge' }] },
} as unknown as KubeObject;

const vm = {
  metadata: { name: 'vm1', namespace: 'lab', labels: { tier: 'gold' } },
  spec: { hostname: 'vm1.lab.example', dnsNames: ['x.example.org'], replicas: 2 },
  status: {
    interfaces: [{ ipAddress: '192.0.2.40' }],
    ipAddress: '192.0.2.41',
    url: 'u',
    ipv4: '4',
  },
  data: { key: 'value' },
} as unknown as KubeObject;

interface Case {
  readonly template: string;
  readonly on: readonly [KubeObject, ResourceType, TemplateKind];
  readonly names: readonly string[];
}

const onService = [service, serviceType, serviceTable] as const;
const onPod = [pod, podType, podTable] as const;
const onNode = [node, nodeType, nodeTable] as const;
const onIngress = [ingress, ingressType, ingressTable] as const;
const onRoute = [route, routeType, httpRouteTable] as const;
const onVm = [vm, vmType, 'unstructured'] as const;

function names(template: string, on: Case['on'], source = 'service'): Rendered<string> {
  return parsed({ fqdn: [template] })
    .for(source, on[2])
    .hostnames(on[0], on[1]);
}

describe('names from the Go view', () => {
  test.each<Case>([
    {
      template: '{{.Name}}.{{.Namespace}}.{{.Kind}}.{{.APIVersion}}',
      on: onService,
      names: ['web.shop.Service.v1'],
    },
    {
      template: '{{.ObjectMeta.Name}} {{.UID}} {{.GetName}} {{.TypeMeta.Kind}}',
      on: onService,
      names: ['web u-1 web Service'],
    },
    {
      template: '{{.Spec.Type}} {{.Spec.ClusterIP}} {{index .Spec.ExternalIPs 0}}',
      on: onService,
      names: ['LoadBalancer 10.0.0.1 192.0.2.5'],
    },
    { template: '{{if eq .Spec.Type "LoadBalancer"}}lb{{end}}', on: onService, names: ['lb'] },
    {
      template:
        '{{.Spec.LoadBalancerClass}} {{.Spec.InternalTrafficPolicy}} [{{.Spec.ExternalName}}] {{.Spec.HealthCheckNodePort}}',
      on: onService,
      names: ['shared <nil> [] 0'],
    },
    {
      template:
        '{{range .Spec.Ports}}{{.Name}}-{{.Port}}-{{.TargetPort}}-{{.TargetPort.IntValue}},{{end}}',
      on: onService,
      names: ['dns-53-dns-0', 'http-80-8080-8080'],
    },
    {
      template: '{{range .Status.LoadBalancer.Ingress}}{{.IP}}{{.Hostname}},{{end}}',
      on: onService,
      names: ['192.0.2.1', 'lb.example.org'],
    },
    { template: '{{.Labels.team}}', on: onService, names: ['<no value>'] },
    {
      template:
        '[{{index .Labels "team"}}]{{if .Labels.team}}x{{end}}{{if eq .Labels.team "a"}}y{{end}}',
      on: onService,
      names: ['[]'],
    },
    {
      template: '{{len .Annotations}} {{len .Status.Conditions}} {{len .ManagedFields}}',
      on: onService,
      names: ['1 0 0'],
    },
    {
      template: '{{.CreationTimestamp}} {{.DeletionTimestamp}} {{.CreationTimestamp.Year}}',
      on: onService,
      names: ['2026-02-01 10:00:00 +0000 UTC <nil> 2026'],
    },
    {
      template: '{{with .Spec.SessionAffinityConfig}}x{{else}}none{{end}}',
      on: onService,
      names: ['none'],
    },
    {
      template: '{{range .Status.PodIPs}}{{replace "." "-" .IP}},{{end}}{{.Spec.NodeName}}',
      on: onPod,
      names: ['10-1-0-4', 'n1'],
    },
    {
      template: '{{.Status.Phase}}|{{.Spec.HostNetwork}}|{{len .Spec.Containers}}',
      on: onPod,
      names: ['|true|0'],
    },
    {
      template:
        '{{range .Status.Addresses}}{{if eq .Type "ExternalIP"}}{{.Address}}{{end}}{{end}}[{{.Namespace}}]',
      on: onNode,
      names: ['203.0.113.1[]'],
    },
    {
      template: '{{.Spec.Unschedulable}} {{.Status.NodeInfo.KubeletVersion}}',
      on: onNode,
      names: ['false'],
    },
    {
      template: '{{range .Spec.Rules}}{{.Host}},{{end}}{{.Spec.IngressClassName}}',
      on: onIngress,
      names: ['a.example.org', 'nginx'],
    },
    {
      template: '{{(index .Spec.ParentRefs 0).Name}}.{{toLower .Kind}}.{{index .Spec.Hostnames 0}}',
      on: onRoute,
      names: ['edge.httproute.a.example.org'],
    },
  ])('$template', ({ template, on, names: expected }) => {
    expect(names(template, on)).toEqual({ ok: true, value: expected });
  });
});

describe('names from the JSON view, where the Go view fails', () => {
  test.each<Case>([
    {
      template: '{{.Name}}-{{.Spec.clusterIP}}.{{(index .Spec.ports 0).name}}',
      on: onService,
      names: ['web-10.0.0.1.http'],
    },
    {
      template: '{{.Metadata.name}}.{{.Object.spec.type}}',
      on: onService,
      names: ['web.LoadBalancer'],
    },
    {
      template: '{{range .Spec.hostnames}}{{replace ".example.org" ".example.net" .}}{{end}}',
      on: onRoute,
      names: ['a.example.net'],
    },
    {
      template: '{{range .Spec.ports}}{{if eq .port 80}}{{.name}}{{end}}{{end}}',
      on: onService,
      names: ['http'],
    },
    {
      template: '{{len .Status.loadBalancer}}{{.Spec.ingressClassName}}',
      on: onIngress,
      names: ['0nginx'],
    },
  ])('$template', ({ template, on, names: expected }) => {
    expect(names(template, on)).toEqual({ ok: true, value: expected });
  });
});

describe('names of objects without Go types', () => {
  test.each<Case>([
    {
      template: '{{.Name}}.{{.Namespace}}.{{.Kind}}.{{.Labels.tier}}',
      on: onVm,
      names: ['vm1.lab.VM.gold'],
    },
    {
      template: '{{.Spec.hostname}} {{.Spec.Hostname}} {{index .Spec.DNSNames 0}}',
      on: onVm,
      names: ['vm1.lab.example vm1.lab.example x.example.org'],
    },
    {
      template: '{{.Status.IPAddress}} {{.Status.URL}} {{.Status.Ipv4}}',
      on: onVm,
      names: ['192.0.2.41 u 4'],
    },
    {
      template: '{{(index .Status.interfaces 0).ipAddress}} {{.Spec.replicas}}',
      on: onVm,
      names: ['192.0.2.40 2'],
    },
    { template: '{{.Spec.none}}', on: onVm, names: ['<no value>'] },
    {
      template: '{{range $k, $v := .Object.data}}{{$k}}={{$v}}{{end}}',
      on: onVm,
      names: ['key=value'],
    },
  ])('$template', ({ template, on, names: expected }) => {
    expect(names(template, on, 'unstructured')).toEqual({ ok: true, value: expected });
  });
});

test.each([
  [
    '{{.Nope}}',
    /^failed to apply template on Service shop\/web: template: endpoint:1:2: .*can't evaluate field Nope/,
  ],
  ['{{.Spec.clusterIP}}{{.Spec.ClusterIP}}', /map has no entry for key "ClusterIP"/],
  ['{{contains .Labels.team "x"}}', /map has no entry for key "team"/],
  ['{{.Spec.Type | toLower}}', /map has no entry for key "Type"/],
  ['{{(index .Spec.ExternalIPs 5)}}', /map has no entry for key "ExternalIPs"/],
  [
    '{{isSource "services"}}',
    /unknown source "services"; known are ambassador-host, .*, unstructured$/,
  ],
  ['{{range 100000000}}{{end}}', /steps/],
  ['{{replace "" "xxxxxxxxxxxxxxxx" (printf "%0999999d" 1)}}', /more than 1048576 characters/],
])('%s fails', (template, message) => {
  const result = names(template, onService);
  expect(result).toEqual({ ok: false, message: expect.stringMatching(message) as string });
});

test.each([
  [
    '{{contains .Name "e"}} {{trimPrefix .Name "w"}} {{trimSuffix .Name "b"}} {{trimSuffix .Name "x"}}',
    'true eb we web',
  ],
  [
    '{{trim "  a "}} {{toLower "AB"}} {{replace "e" "a" .Name}} {{replace "" "-" "ab"}}',
    'a ab wab -a-b-',
  ],
  [
    '{{isIPv4 "192.0.2.1"}} {{isIPv4 "10.01.2.3"}} {{isIPv6 "::ffff:192.0.2.1"}} {{isIPv6 "fe80::1%eth0"}}',
    'true false true true',
  ],
  ['{{isSource "service"}} {{isSource "SERVICE"}} {{isSource "ingress"}}', 'true true false'],
  [
    '{{hasKey .Labels "app"}} {{hasKey .Labels "team"}} {{hasKey .Labels.none "x"}}',
    'true false false',
  ],
  [
    '{{with fromJson "{\\"a\\":1.5e6}"}}{{.a}}{{end}} {{if fromJson "{"}}x{{else}}none{{end}}',
    '1.5e+06 none',
  ],
])('functions: %s', (template, expected) => {
  expect(names(template, onService)).toEqual({ ok: true, value: [expected] });
});

test('the output is cut at commas, trimmed, without final dots and repetitions, in byte order', () => {
  expect(
    names('b.example.org, ,a.example.org.,b.example.org.,\n A.example.org ', onService),
  ).toEqual({
    ok: true,
    value: ['A.example.org', 'a.example.org', 'b.example.org'],
  });
});

test('pairs are cut at the first colon; those without two sides are left out', () => {
  const templates = parsed({
    fqdnTarget: [
      '{{.Name}}.example.org:192.0.2.9',
      'v6.example.org : 2001:db8::7,none,:192.0.2.1,x:',
    ],
  });
  expect(templates.for('service', serviceTable).hostTargets(service, serviceType)).toEqual({
    ok: true,
    value: [
      { host: 'v6.example.org', target: '2001:db8::7' },
      { host: 'web.example.org', target: '192.0.2.9' },
    ],
  });
});

test('several values are one template, of names and of targets', () => {
  const templates = parsed({
    fqdn: ['a.example.org', '{{.Name}}.b.example.org'],
    target: ['192.0.2.1', '192.0.2.2'],
  });
  const source = templates.for('service', serviceTable);
  expect(source.hostnames(service, serviceType)).toEqual({
    ok: true,
    value: ['a.example.org', 'web.b.example.org'],
  });
  expect(source.targets(service, serviceType)).toEqual({
    ok: true,
    value: ['192.0.2.1', '192.0.2.2'],
  });
});

test('blank text is no template; two blank values are one that gives nothing', () => {
  expect(parsed({ fqdn: [' '] }).for('service', serviceTable).has.any).toBe(false);
  const source = parsed({ fqdn: ['', ''] }).for('service', serviceTable);
  expect(source.has).toEqual({ fqdn: true, target: false, fqdnTarget: false, any: true });
  expect(source.hostnames(service, serviceType)).toEqual({ ok: true, value: [] });
});

test('what cannot be parsed is a problem that names the flag, the index and the value', () => {
  const hint = "written in the language of Go's text/template, such as {{.Name}}.example.org";
  expect(
    parseTemplates({
      fqdn: ['ok', '{{.Name'],
      target: ['{{define "a"}}1{{end}}', '{{define "a"}}2{{end}}'],
    }),
  ).toEqual({
    ok: false,
    problems: [
      {
        path: '--fqdn-template[1]',
        message: '"{{.Name": template: endpoint:1: unclosed action',
        hint,
      },
      {
        path: '--target-template[1]',
        message:
          '"{{define \\"a\\"}}2{{end}}": template: endpoint:1: template: multiple definition of template "a"',
        hint,
      },
    ],
  });
});

describe('merge', () => {
  const generated = () => ({ ok: true, value: ['generated'] }) as const;
  const refused = (): Rendered<string> => {
    throw new Error('must not be asked');
  };

  test('without templates nothing is generated', () => {
    expect(noTemplates.for('service', serviceTable).merge([], refused)).toEqual({
      ok: true,
      value: [],
    });
  });

  test('templates stand in where there is nothing', () => {
    const source = parsed({ target: ['x'] }).for('service', serviceTable);
    expect(source.merge(['own'], refused)).toEqual({ ok: true, value: ['own'] });
    expect(source.merge([], generated)).toEqual({ ok: true, value: ['generated'] });
  });

  test('or add to what is there', () => {
    const source = parsed({ fqdn: ['x'], combine: true }).for('service', serviceTable);
    expect(source.merge(['own'], generated)).toEqual({ ok: true, value: ['own', 'generated'] });
    const failed = { ok: false, message: 'why' } as const;
    expect(source.merge(['own'], () => failed)).toEqual(failed);
  });
});

describe('the fields that templates reach', () => {
  test.each<readonly [string, TemplateKind, readonly string[] | 'all']>([
    ['{{.Name}}.{{.Labels.app}}.{{.Kind}}', serviceTable, []],
    ['{{.Spec.Type}}', serviceTable, ['spec.type']],
    [
      '{{range .Status.LoadBalancer.Ingress}}{{.IP}}{{end}}',
      serviceTable,
      ['status.loadBalancer.ingress'],
    ],
    [
      '{{.Spec.clusterIP}}{{.Object.spec.type}}{{.Metadata.name}}',
      serviceTable,
      ['spec.clusterIP', 'spec.type'],
    ],
    [
      '{{.GetName}}{{.Finalizers}}{{.ObjectMeta.OwnerReferences}}',
      serviceTable,
      ['metadata.finalizers', 'metadata.ownerReferences'],
    ],
    ['{{.Spec.ParentRefs}}', httpRouteTable, ['spec.parentRefs']],
    ['{{.Spec.Hostname}}{{.Status.a}}', 'unstructured', ['spec', 'status.a']],
    ['{{.Object}}', serviceTable, 'all'],
    ['{{printf "%v" .}}', serviceTable, 'all'],
  ])('%s', (template, kind, fields) => {
    expect(parsed({ fqdn: [template] }).for('service', kind).fields).toEqual(fields);
  });
});

test('an object without the fields that no template reaches gives the same names', () => {
  const path = fc.constantFrom(
    '.Name',
    '.Spec.ClusterIP',
    '.Spec.clusterIP',
    '.Status.LoadBalancer',
    '.Spec.Nope',
    '.Object.spec.type',
    '.Labels.app',
    '.Spec.LoadBalancerClass',
    '.Status.loadBalancer.ingress',
  );
  fc.assert(
    fc.property(fc.array(path, { maxLength: 4 }), (used) => {
      const template = used.map((each) => `{{${each}}}`).join('.');
      const { fields } = parsed({ fqdn: [template] }).for('service', serviceTable);
      const kept = new Set(fields === 'all' ? [] : fields.map((field) => field.split('.')[0]));
      const pruned = Object.fromEntries(
        Object.entries(service).filter(
          ([key]) => fields === 'all' || key === 'metadata' || kept.has(key),
        ),
      ) as unknown as KubeObject;
      expect(names(template, [pruned, serviceType, serviceTable])).toEqual(
        names(template, onService),
      );
    }),
  );
});
