import { runApp, startApp, type AppProcess } from '@org/dns-test-servers';

/** The built controller with these flags; metrics on a free port. */
export function startController(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<AppProcess> {
  return startApp('controller', args, env);
}

/** Runs the built controller until it ends by itself. */
export function runController(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  return runApp('controller', args, env);
}
