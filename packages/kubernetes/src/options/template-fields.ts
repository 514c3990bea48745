import type { ResourceNeed } from '../source/object-source.ts';
import type { SourceTemplates } from '../templates/source-templates.ts';

/** The fields that a source reads by itself, and those that its templates can read. */
export function withTemplateFields(
  fields: readonly string[],
  templates: Pick<SourceTemplates, 'fields'>,
): ResourceNeed['fields'] {
  return templates.fields === 'all' ? 'all' : [...new Set([...fields, ...templates.fields])];
}
