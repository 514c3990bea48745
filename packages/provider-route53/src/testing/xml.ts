/** An element of a document without mixed content, which is all that the API's documents are. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const tag = /<(\/?)([\w:]+)[^>]*?(\/?)>|<\?[^>]*\?>/g;

/** The root element. */
export function parseXml(document: string): XmlElement {
  const root = { name: '', text: '', children: [] as XmlElement[] };
  const open = [root];
  let textFrom = 0;
  for (const match of document.matchAll(tag)) {
    const [whole, closing, name = '', selfClosing] = match;
    const current = open.at(-1) ?? root;
    if (closing === '/') {
      current.text = unescapeXml(document.slice(textFrom, match.index));
      open.pop();
    } else if (name !== '') {
      const element = { name, text: '', children: [] as XmlElement[] };
      current.children.push(element);
      if (selfClosing !== '/') open.push(element);
    }
    textFrom = match.index + whole.length;
  }
  return root.children[0] ?? root;
}

export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.text;
}

export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

/** `<name>…</name>`; nothing for `undefined`, nested elements for an object, one element each for a list. */
export function toXml(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((one) => toXml(name, one)).join('');
  const inner =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([key, one]) => toXml(key, one))
          .join('')
      : escapeXml(String(value));
  return `<${name}>${inner}</${name}>`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

const entities: readonly (readonly [string, string])[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
];

function escapeXml(text: string): string {
  return entities.reduce((clean, [raw, entity]) => clean.replaceAll(raw, entity), text);
}

function unescapeXml(text: string): string {
  return entities.reduceRight((plain, [raw, entity]) => plain.replaceAll(entity, raw), text);
}
