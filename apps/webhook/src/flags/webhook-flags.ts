import {
  flagDefinitions,
  flagGroups,
  type FlagDefinition,
  type FlagGroup,
  type TitledFlags,
} from '@org/dns-app-kit';
import { serverFlags } from './server-flags.ts';

const metricsAddress = {
  ...flagDefinitions['metrics-address'],
  type: 'string',
  default: ':8080',
} as const;

const webhookServer = {
  ...flagDefinitions['webhook-server'],
  help: "Answer as the Go controller's own server does: any path and method, whatever the media types. The same in behavior compat.",
} as FlagDefinition;

const pick = (...names: readonly (keyof typeof flagDefinitions)[]): FlagGroup =>
  Object.fromEntries(names.map((name) => [name, flagDefinitions[name]]));

const ofTitle = (title: string): FlagGroup =>
  flagGroups.find((group) => group.title === title)?.flags ?? {};

const ofProviders: readonly TitledFlags[] = flagGroups.filter(({ title }) =>
  /^(?:Providers? |Providers$|TLS )/.test(title),
);

/** The flags that mean something here, in the order in which help and documentation show them. */
export const shownFlags: readonly TitledFlags[] = [
  {
    title: 'Server',
    flags: {
      ...serverFlags,
      ...pick(
        'webhook-provider-read-header-timeout',
        'webhook-provider-read-timeout',
        'webhook-provider-write-timeout',
        'webhook-provider-idle-timeout',
        'webhook-provider-max-body-size',
      ),
      'webhook-server': webhookServer,
      'metrics-address': metricsAddress,
    },
  },
  {
    title: 'Domains',
    flags: pick(
      'domain-filter',
      'exclude-domains',
      'regex-domain-filter',
      'regex-domain-exclusion',
    ),
  },
  { title: 'Safety', flags: pick('dry-run', 'behavior') },
  {
    title: 'General',
    flags: { ...ofTitle('General'), 'metrics-address': metricsAddress },
  },
  ...ofProviders,
];

/**
 * Every flag that is understood. Those of the controller that mean nothing here are accepted too, with a warning, so that
 * the flags of a Go controller with `--webhook-server` can be kept as they are.
 */
export const webhookFlagDefinitions: FlagGroup = {
  ...flagDefinitions,
  source: { type: 'strings', default: [], help: flagDefinitions.source.help },
  'metrics-address': metricsAddress,
  ...serverFlags,
};

/** The flags that mean something here, in one group. */
export const meaningfulFlags: FlagGroup = Object.assign(
  {},
  ...shownFlags.map(({ flags }) => flags),
) as FlagGroup;

/** The flag is understood, but changes nothing here. */
export function isWithoutMeaning(name: string): boolean {
  return !Object.hasOwn(meaningfulFlags, name);
}
