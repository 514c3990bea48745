import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApplyObject } from '@org/dns-test-servers';
import { readManifests } from './manifests.ts';

const examples = fileURLToPath(new URL('../../../../docs/examples', import.meta.url));

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly args: readonly string[];
          readonly env?: readonly { readonly name: string; readonly value?: string }[];
        }[];
      };
    };
  };
}

/** How the controller of an example is started here. */
export interface Invocation {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The path of a file of `docs/examples`. */
export function exampleFile(file: string): string {
  return path.join(examples, file);
}

/** The objects of a file of `docs/examples`. */
export function exampleObjects(file: string): Promise<ApplyObject[]> {
  return readManifests(exampleFile(file));
}

/**
 * The flags and variables of an example's Deployment, with the addresses and credentials of this test in the place of those in
 * the file. What the file does not have cannot be replaced.
 */
export async function exampleInvocation(
  file: string,
  here: Readonly<Record<string, string>>,
): Promise<Invocation> {
  const deployment = (await exampleObjects(file)).find(({ kind }) => kind === 'Deployment');
  const [container] = (deployment as Deployment | undefined)?.spec.template.spec.containers ?? [];
  if (container === undefined) throw new Error(`${file} has no Deployment`);
  const known = new Set<string>();
  const args = container.args.map((argument) => {
    const [flag = ''] = argument.split('=');
    known.add(flag);
    const value = here[flag];
    return value === undefined ? argument : `${flag}=${value}`;
  });
  const env: Record<string, string> = {};
  for (const { name, value } of container.env ?? []) {
    known.add(name);
    env[name] = here[name] ?? value ?? '';
  }
  const unknown = Object.keys(here).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`${file} does not set ${unknown.join(', ')}`);
  return { args, env };
}
