import { settingAsFlag } from '@org/dns-app-kit';
import type { ConfigProblem, Parsed } from '@org/dns-core';
import type { PendingSource, SourceContext } from './create-source.ts';
import { sourceTable } from './source-table.ts';

/** The sources that `--source` names, in its order, each once; or everything that is wrong with their settings. */
export async function createSources(
  context: SourceContext,
): Promise<Parsed<readonly PendingSource[]>> {
  const problems = new Map<string, ConfigProblem>();
  const sources: PendingSource[] = [];
  for (const name of new Set(context.flags.source)) {
    const create = sourceTable[name];
    const made: Parsed<PendingSource> = create
      ? await create(context)
      : { ok: false, problems: [notBuilt(name)] };
    if (made.ok) sources.push(made.value);
    else
      for (const problem of made.problems.map(asFlag))
        problems.set(JSON.stringify(problem), problem);
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
