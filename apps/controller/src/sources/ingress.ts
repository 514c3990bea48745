import type { CreateSource } from './create-source.ts';
import { commonSettings } from './common-settings.ts';

export const createIngress: CreateSource = async (context) => {
  const { createIngressSource, parseIngressSourceSettings } =
    await import('@org/dns-source-ingress');
  const { flags } = context;
  const parsed = parseIngressSourceSettings({
    ...commonSettings(context),
    ingressClasses: flags['ingress-class'],
    ignoreRules: flags['ignore-ingress-rules-spec'],
    ignoreTls: flags['ignore-ingress-tls-spec'],
  });
  if (!parsed.ok) return parsed;
  return { ok: true, value: (cluster) => cluster.source(createIngressSource(parsed.value)) };
};
