import { Route53Client } from '@aws-sdk/client-route-53';
import { createHttpTransport } from '@org/dns-provider-kit';
import type { Clock } from '@org/dns-core';
import { createCredentials, type Credentials } from './credentials.ts';
import type { Route53Options } from './options.ts';
import { createSdkHttpHandler } from './sdk-http-handler.ts';

/** An SDK client with one set of credentials. */
export interface ProfileClient {
  readonly client: Route53Client;
  readonly credentials: Credentials;
  close(): Promise<void>;
}

/** Route 53 is one service for a whole partition; a region only tells which partition. */
const defaultRegion = 'us-east-1';

/** @param profile `undefined`: the SDK's default chain. */
export function createProfileClient(
  profile: string | undefined,
  options: Route53Options,
  clock: Clock,
): ProfileClient {
  const { endpoint, region, userAgent } = options;
  const transport = createHttpTransport({
    baseUrl: '',
    clock,
    ...(options.caFile === undefined ? {} : { tls: { caFile: options.caFile } }),
    ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
    ...(options.observe === undefined ? {} : { observe: options.observe }),
  });
  const requestHandler = createSdkHttpHandler(transport);
  const credentials = createCredentials({
    profile,
    region,
    endpoint,
    base: options.credentials,
    requestHandler,
    clock,
    assumeRole: options.assumeRole,
  });
  const shared = {
    requestHandler,
    credentials: credentials.provider,
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(userAgent === undefined ? {} : { customUserAgent: userAgent }),
    defaultsMode: 'standard',
    retryMode: 'standard',
    // Attempts are counted where the rate limit is known.
    maxAttempts: 1,
  } as const;
  const client = new Route53Client({ ...shared, region: region ?? regionOfFiles });
  return {
    client,
    credentials,
    async close() {
      client.destroy();
      await transport.close();
    },
  };

  /** What the profile or the environment says. */
  async function regionOfFiles(): Promise<string> {
    const probe = new Route53Client(shared);
    try {
      return await probe.config.region();
    } catch {
      return defaultRegion;
    } finally {
      probe.destroy();
    }
  }
}
