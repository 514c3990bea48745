import type { CreateSource } from './create-source.ts';
import { commonSettings } from './common-settings.ts';

export const createCrd: CreateSource = async (context) => {
  const { createCrdSource, parseCrdSourceSettings } = await import('@org/dns-source-crd');
  const { ignoreHostnameAnnotation: _, templates: __, ...settings } = commonSettings(context);
  const parsed = parseCrdSourceSettings(settings);
  if (!parsed.ok) return parsed;
  return { ok: true, value: (cluster) => cluster.source(createCrdSource(parsed.value)) };
};
