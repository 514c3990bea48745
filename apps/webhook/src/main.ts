import {
  configDump,
  createProgramLog,
  helpText,
  problemText,
  type Environment,
  type ProgramRim,
} from '@org/dns-app-kit';
import { loadConfig } from './config.ts';
import { meaningfulFlags, shownFlags } from './flags/webhook-flags.ts';
import { version } from './version.ts';

/**
 * The program `external-dns-webhook`: reads its configuration and serves until it is stopped. Gives the exit status: 0 after
 * a stop, 1 when the configuration is refused or an address cannot be listened on.
 */
export async function main(
  argv: readonly string[],
  environment: Environment,
  rim: ProgramRim,
): Promise<number> {
  const outcome = await loadConfig(argv, environment, rim.readText);
  if (outcome.kind === 'help') {
    rim.stderr(
      helpText({
        usage: 'external-dns-webhook --provider=PROVIDER [flags]',
        purpose: 'Serves a DNS provider over the ExternalDNS webhook protocol.',
        groups: shownFlags,
      }),
    );
    return 0;
  }
  if (outcome.kind === 'version') {
    rim.stderr(`${version}\n`);
    return 0;
  }
  const log = createProgramLog(rim, {
    format: outcome.flags?.['log-format'] ?? 'text',
    level: 'info',
  });
  if (outcome.flags !== undefined) log.write('info', configDump(outcome.flags, meaningfulFlags));
  if (outcome.kind === 'problems') {
    for (const problem of outcome.problems) log.write('fatal', problemText(problem));
    return 1;
  }
  // The rest is large; help, version and refusals do not wait for it.
  const { run } = await import('./run.ts');
  return run(outcome.config, rim);
}
