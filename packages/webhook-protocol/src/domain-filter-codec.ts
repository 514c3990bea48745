import { decoded, malformed, type Decoding } from './decoding.ts';
import { getIgnoringCase, isJsonObject, parseFirstJson, toGoJson } from './json.ts';

/** The body of the negotiation: lists or expressions (RE2), never both. All empty: every name. */
export interface WireDomainFilter {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly regexInclude?: string;
  readonly regexExclude?: string;
}

/** As upstream writes it: where an expression is set the lists are left out; lists sorted; a newline at the end. */
export function encodeDomainFilter(filter: WireDomainFilter): string {
  const { include, exclude, regexInclude, regexExclude } = filter;
  const isRegex = regexInclude !== undefined || regexExclude !== undefined;
  const json = isRegex
    ? { regexInclude, regexExclude }
    : {
        include: include.length === 0 ? undefined : include.toSorted(),
        exclude: exclude.length === 0 ? undefined : exclude.toSorted(),
      };
  return `${toGoJson(json)}\n`;
}

/** A mix of lists and expressions is a problem. Expressions are not compiled here. */
export function decodeDomainFilter(text: string): Decoding<WireDomainFilter> {
  const json = parseFirstJson(text);
  if (!json.ok) return json;
  const body = json.value ?? {};
  if (!isJsonObject(body)) return malformed('the domain filter must be an object');
  const include = getIgnoringCase(body, 'include') ?? [];
  const exclude = getIgnoringCase(body, 'exclude') ?? [];
  const regexInclude = getIgnoringCase(body, 'regexInclude') ?? '';
  const regexExclude = getIgnoringCase(body, 'regexExclude') ?? '';
  if (!isTextList(include) || !isTextList(exclude))
    return malformed('include and exclude must be lists of texts');
  if (typeof regexInclude !== 'string' || typeof regexExclude !== 'string')
    return malformed('regexInclude and regexExclude must be texts');
  const hasRegex = regexInclude !== '' || regexExclude !== '';
  if (hasRegex && include.length + exclude.length > 0)
    return malformed('the domain filter holds lists and regular expressions; only one is allowed');
  return decoded({
    include,
    exclude,
    ...(regexInclude === '' ? {} : { regexInclude }),
    ...(regexExclude === '' ? {} : { regexExclude }),
  });
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
