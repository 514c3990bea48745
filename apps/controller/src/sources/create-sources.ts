import { settingAsFlag } from '@org/dns-app-kit';
import type { ConfigProblem, Parsed } from '@org/dns-core';
import { createSettingsCheck, parseCommonSourceSettings } from '@org/dns-kubernetes';
import { commonSettings } from './common-settings.ts';
import type { PendingSource, SourceContext } from './create-source.ts';
import { sourceTable } from './source-table.ts';

/** The sources that `--source` names, in its order, each once; or everything that is wrong with their settings. */
export async function createSources(
  context: SourceContext,
): Promise<Parsed<readonly PendingSource[]>> {
  const problems = new Map<string, ConfigProblem>();
  const sources: PendingSource[] = [];
  const add = (problem: ConfigProblem) => problems.set(JSON.stringify(problem), problem);
  // Checked for every source, also for those that take no notice of them.
  const check = createSettingsCheck();
  parseCommonSourceSettings(commonSettings(context), check);
  check.problems.map(asFlag).forEach(add);
  for (const name of new Set(context.flags.source)) {
    const create = sourceTable[name];
    const made: Parsed<PendingSource> = create
      ? await create(context)
      : { ok: false, problems: [notBuilt(name)] };
    if (made.ok) sources.push(made.value);
    else made.problems.map(asFlag).forEach(add);
  }
  if (problems.size > 0) return { ok: false, problems: [...problems.values()] };
  return { ok: true, value: sources };
}

function notBuilt(name: string): ConfigProblem {
  return {
    path: `--source=${name}`,
    message: 'is not part of this build',
    hint: 'Remove it, or use the Go controller for it.',
  };
}

const flagOfSetting: Readonly<Record<string, string>> = {
  serviceTypes: '--service-type-filter',
  ingressClasses: '--ingress-class',
};

function asFlag(problem: ConfigProblem): ConfigProblem {
  const setting = problem.path.replace(/\[.*$/, '');
  return { ...problem, path: flagOfSetting[setting] ?? settingAsFlag(setting) };
}
