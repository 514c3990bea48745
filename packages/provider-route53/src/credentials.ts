import {
  fromEnv,
  fromIni,
  fromNodeProviderChain,
  fromTemporaryCredentials,
} from '@aws-sdk/credential-providers';
import type { Route53ClientConfig } from '@aws-sdk/client-route-53';
import type { Clock, Secret } from '@org/dns-core';

/** Gives an access key; every function of `@aws-sdk/credential-providers` makes one. */
export type CredentialsProvider = ReturnType<typeof fromEnv>;
type Identity = Awaited<ReturnType<CredentialsProvider>>;

export interface AssumeRole {
  readonly roleArn: string;
  readonly externalId?: Secret | undefined;
}

export interface CredentialsOptions {
  /** A profile of the shared configuration files; `undefined`: whatever the SDK's default chain finds. */
  readonly profile: string | undefined;
  readonly assumeRole: AssumeRole | undefined;
  readonly requestHandler: NonNullable<Route53ClientConfig['requestHandler']>;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  /** Instead of what the chain finds. */
  readonly base: CredentialsProvider | undefined;
  readonly clock: Clock;
}

export interface Credentials {
  readonly provider: CredentialsProvider;
  /** Forgets what was found, so that files are read again. */
  refresh(): void;
  /** Blots the present credentials out of a text. */
  redact(text: string): string;
}

/** Credentials that end are asked for anew this long before. */
const beforeEndMs = 5 * 60_000;
/** Credentials without an end may come from a file that is rotated. */
const keepMs = 5 * 60_000;

/**
 * Credentials as the AWS ecosystem finds them: environment, shared files, SSO, web identity, pod identity, instance metadata;
 * on top of them a role. Found anew when they are about to end, every five minutes where they do not say when, and on `refresh`.
 */
export function createCredentials(options: CredentialsOptions): Credentials {
  const { clock } = options;
  let find = createChain(options);
  let found: { readonly identity: Promise<Identity>; readonly untilMs: number } | undefined;
  let latest: Identity | undefined;

  async function refill(): Promise<Identity> {
    const identity = find();
    found = { identity, untilMs: Infinity };
    try {
      latest = await identity;
      const endMs = latest.expiration?.getTime();
      const untilMs =
        endMs === undefined ? clock.now() + keepMs : Math.max(clock.now(), endMs - beforeEndMs);
      found = { identity, untilMs };
      return latest;
    } catch (error) {
      found = undefined;
      throw error;
    }
  }

  return {
    provider: async () => {
      const identity =
        found !== undefined && clock.now() < found.untilMs ? await found.identity : await refill();
      // The SDK keeps an identity for as long as it says it is valid; one that ends now is asked for each time.
      return { ...identity, expiration: new Date(0) };
    },
    refresh() {
      found = undefined;
      find = createChain(options);
    },
    redact(text) {
      const secrets = [
        latest?.secretAccessKey,
        latest?.sessionToken,
        options.assumeRole?.externalId?.reveal(),
      ];
      return secrets.reduce<string>(
        (clean, secret) =>
          secret === undefined || secret === '' ? clean : clean.replaceAll(secret, '[secret]'),
        text,
      );
    },
  };
}

function createChain(options: CredentialsOptions): () => Promise<Identity> {
  const { profile, assumeRole, region, endpoint, requestHandler } = options;
  const clientConfig = {
    requestHandler,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  const base: CredentialsProvider = async (properties) => {
    if (options.base !== undefined) return options.base(properties);
    if (profile !== undefined)
      return fromIni({ profile, clientConfig, ignoreCache: true })(properties);
    // As in Go, keys in the environment come before a profile that is named there.
    const ofEnvironment = await fromEnv()().catch(() => undefined);
    return ofEnvironment ?? fromNodeProviderChain({ clientConfig, ignoreCache: true })(properties);
  };
  if (assumeRole === undefined) return base;
  const { roleArn, externalId } = assumeRole;
  return fromTemporaryCredentials({
    masterCredentials: base,
    clientConfig,
    params: {
      RoleArn: roleArn,
      RoleSessionName: 'external-dns',
      ...(externalId === undefined ? {} : { ExternalId: externalId.reveal() }),
    },
  });
}
