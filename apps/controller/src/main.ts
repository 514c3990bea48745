import {
  configDump,
  createProgramLog,
  helpText,
  problemText,
  type Environment,
} from '@org/dns-app-kit';
import { loadConfig } from './config.ts';
import type { Rim } from './rim.ts';
import { version } from './version.ts';

/**
 * The program `external-dns`: reads its configuration and runs. Gives the exit status: 0 when all went well, 1 when the
 * configuration is refused, or when `--once` ends with something that is not in step.
 */
export async function main(
  argv: readonly string[],
  environment: Environment,
  rim: Rim,
): Promise<number> {
  const outcome = await loadConfig(argv, environment, rim.readText);
  if (outcome.kind === 'help') {
    rim.stderr(helpText());
    return 0;
  }
  if (outcome.kind === 'version') {
    rim.stderr(`${version}\n`);
    return 0;
  }
  // As upstream: until the configuration is accepted, lines are text at level info whatever the flags say.
  const log = createProgramLog(rim, { format: 'text', level: 'info' });
  if (outcome.kind === 'problems') {
    if (outcome.flags !== undefined) log.write('info', configDump(outcome.flags));
    for (const problem of outcome.problems) log.write('fatal', problemText(problem));
    return 1;
  }
  const { config } = outcome;
  log.write('info', configDump(config.flags));
  // The rest is large; help, version and refusals do not wait for it.
  const { run } = await import('./run.ts');
  return run(config, rim);
}
