import { ProviderError, Secret, type Clock } from '@org/dns-core';
import { createReloadingFile, type RequestHeaders } from '@org/dns-provider-kit';
import { gcpMetadata, GoogleAuth, type AuthClient } from 'google-auth-library';
import { within } from './within.ts';

/** Who we are at Google. */
export interface GoogleCredentials {
  /** The headers that prove it, with a token that is still good. */
  headers(signal: AbortSignal): Promise<RequestHeaders>;
  /** The token was refused: the next call begins anew. */
  forget(): void;
  /** The project that we run in, or that the credentials belong to. */
  project(signal: AbortSignal): Promise<string>;
}

export interface CredentialsOptions {
  /** Looked at for changes: the file that `GOOGLE_APPLICATION_CREDENTIALS` names, which the library finds by itself. */
  readonly watchedFile?: string | undefined;
  /** The project named in a key file serves where the metadata server knows none; upstream does not look there. */
  readonly useProjectOfFile: boolean;
  readonly clock: Clock;
}

const scope = 'https://www.googleapis.com/auth/ndev.clouddns.readwrite';
const longestWaitMs = 30_000;

/** Application default credentials: key files, workload identity federation, impersonation, gcloud's file, the metadata server. */
export function createCredentials(options: CredentialsOptions): GoogleCredentials {
  const file =
    options.watchedFile === undefined ? undefined : createReloadingFile(options.watchedFile);
  let made: { readonly version: string | undefined; readonly client: AuthClient } | undefined;

  async function current(): Promise<AuthClient> {
    const content = await file?.read();
    if (made === undefined || made.version !== content?.version) {
      // The way by the environment is the one that the library does not warn of on the console. A project keeps it from
      // looking for one with gcloud, the metadata server and the Resource Manager before the first token.
      const auth = new GoogleAuth({ scopes: [scope], projectId: 'known-elsewhere' });
      const client = await auth.getClient();
      made = { version: content?.version, client };
    }
    return made.client;
  }

  async function headers(): Promise<RequestHeaders> {
    const found = await (await current()).getRequestHeaders();
    return Object.fromEntries(
      [...found.entries()].map(([name, value]) => [
        name,
        name === 'authorization' ? new Secret(value) : value,
      ]),
    );
  }

  async function project(): Promise<string> {
    let cause: unknown;
    try {
      const id: unknown = await gcpMetadata.project('project-id');
      if (typeof id === 'string' && id !== '') return id;
    } catch (error) {
      cause = error;
    }
    if (options.useProjectOfFile) {
      const { projectId } = await current();
      if (typeof projectId === 'string' && projectId !== '') return projectId;
    }
    throw new ProviderError(
      'unauthorized',
      `the Google project is not known: the metadata server ${why(cause)}; name it with --google-project`,
    );
  }

  return {
    headers: (signal) =>
      within(explained(headers()), longestWaitMs, 'Google credentials', options.clock, signal),
    forget() {
      made = undefined;
    },
    project: (signal) =>
      within(explained(project()), longestWaitMs, 'Google project', options.clock, signal),
  };
}

/** The library's errors hold requests with assertions and secrets in them, so only their sentence is kept. */
async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (ProviderError.is(error)) throw error;
    const { message, status, response } = error as {
      readonly message?: unknown;
      readonly status?: unknown;
      readonly response?: { readonly status?: unknown };
    };
    const said = String(message).slice(0, 300);
    const answered = response?.status ?? status;
    const refused = typeof answered === 'number' && answered >= 400 && answered < 500;
    const isTheirs = refused || !isOfNetwork(error);
    throw new ProviderError(
      isTheirs ? 'unauthorized' : 'transient',
      isTheirs
        ? `Google credentials: ${said} Bind a service account to the pod (workload identity), or name a credentials file in GOOGLE_APPLICATION_CREDENTIALS.`
        : `Google credentials: ${said}`,
    );
  }
}

/** Lost connections carry a code, failing servers a status. */
function isOfNetwork(error: unknown): boolean {
  const { code, response } = error as { readonly code?: unknown; readonly response?: unknown };
  return response !== undefined || (typeof code === 'string' && /^(?:E[A-Z]|UND_)/.test(code));
}

function why(cause: unknown): string {
  return cause instanceof Error ? `says "${cause.message.slice(0, 200)}"` : 'names none';
}
