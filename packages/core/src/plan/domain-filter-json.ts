import { compareText } from '../model/compare-text.ts';
import type { Parsed } from '../contract/parsed.ts';
import type { DomainFilter, Pattern } from './domain-filter.ts';

/** A domain filter as the webhook protocol writes it; empty fields are left out. */
export interface DomainFilterJson {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly regexInclude?: string;
  readonly regexExclude?: string;
}

export function domainFilterToJson(filter: DomainFilter): DomainFilterJson {
  const { regexInclude, regexExclude } = filter;
  if (regexInclude !== undefined || regexExclude !== undefined) {
    return {
      ...(regexInclude !== undefined && { regexInclude: regexInclude.source }),
      ...(regexExclude !== undefined && { regexExclude: regexExclude.source }),
    };
  }
  const include = filter.include.filter((entry) => entry !== '').sort(compareText);
  const exclude = filter.exclude.filter((entry) => entry !== '').sort(compareText);
  return { ...(include.length > 0 && { include }), ...(exclude.length > 0 && { exclude }) };
}

/**
 * A domain filter from its JSON form; `null` accepts everything. Refuses lists beside expressions, and expressions that
 * `compile` throws at.
 */
export function parseDomainFilter(
  json: unknown,
  compile: (source: string) => Pattern,
): Parsed<DomainFilter> {
  if (json === null || json === undefined) return { ok: true, value: { include: [], exclude: [] } };
  if (typeof json !== 'object') return refuse('', 'a domain filter is an object');
  const fields = new Map(
    Object.entries(json).map(([key, value]) => [key.toLowerCase(), value as unknown]),
  );
  const include = fields.get('include') ?? [];
  const exclude = fields.get('exclude') ?? [];
  if (!isStringList(include)) return refuse('include', 'is not a list of domains');
  if (!isStringList(exclude)) return refuse('exclude', 'is not a list of domains');
  const patterns: { regexInclude?: Pattern; regexExclude?: Pattern } = {};
  for (const key of ['regexInclude', 'regexExclude'] as const) {
    const source = fields.get(key.toLowerCase()) ?? '';
    if (typeof source !== 'string') return refuse(key, 'is not a text');
    if (source === '') continue;
    if (include.length > 0 || exclude.length > 0) {
      return refuse(key, 'stands beside a list of domains; use lists or expressions, not both');
    }
    try {
      patterns[key] = compile(source);
    } catch (error) {
      return refuse(key, `is not an expression: ${String(error)}`);
    }
  }
  return { ok: true, value: { include, exclude, ...patterns } };
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function refuse(path: string, message: string): Parsed<never> {
  return { ok: false, problems: [{ path, message }] };
}
