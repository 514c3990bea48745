import { expect, test } from 'vitest';
import { parseTemplate, reach, type Functions, type Reach } from './index.ts';

const functions: Functions = { toLower: { parameters: ['string'], call: ([text]) => text } };

test.each<readonly [string, Reach]>([
  ['text', []],
  ['{{.Name}}.example.org', [['Name']]],
  ['{{.Spec.Type}}{{.Name | toLower}}', [['Spec', 'Type'], ['Name']]],
  ['{{range .Spec.Rules}}{{.Host}}{{$.Name}}{{end}}', [['Spec', 'Rules'], ['Name']]],
  ['{{with .Spec}}{{.ClusterIP}}{{end}}', [['Spec'], ['Spec', 'ClusterIP']]],
  ['{{(index .Spec.Ports 0).Name}}', [['Spec', 'Ports']]],
  ['{{(.Spec).Type}}{{$x := .Status}}{{$x.Phase}}', [['Spec', 'Type'], ['Status']]],
  [
    '{{if eq .Kind "Pod"}}{{.Spec.NodeName}}{{else}}{{.UID}}{{end}}',
    [['Kind'], ['Spec', 'NodeName'], ['UID']],
  ],
  [
    '{{define "x"}}{{.Name}}{{end}}{{template "x" .}}{{template "x" .Spec}}',
    [['Name'], ['Spec', 'Name']],
  ],
  ['{{define "r"}}{{template "r" .}}{{.Name}}{{end}}{{template "r" .}}', [['Name']]],
  ['{{.}}', 'all'],
  ['{{$}}', 'all'],
  ['{{$x := .}}{{$x.Name}}', 'all'],
  ['{{printf "%v" .}}', 'all'],
  ['{{define "x"}}{{$}}{{end}}{{template "x" .}}', 'all'],
])('%s', (text, expected) => {
  expect(reach(parseTemplate('t', text, functions).tree)).toEqual(expected);
});
