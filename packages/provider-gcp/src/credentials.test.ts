import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createManualClock, startFakeServer, type FakeServer } from '@org/dns-provider-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCredentials } from './credentials.ts';
import { errorOf, never } from './testing/start-google.ts';

let server: FakeServer;
let folder: string;
let file: string;
let tokens: number;
const variables = [
  'GCE_METADATA_HOST',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'HOME',
  'METADATA_SERVER_DETECTION',
] as const;
const before = variables.map((name) => process.env[name]);

beforeEach(async () => {
  tokens = 0;
  folder = await mkdtemp(path.join(tmpdir(), 'google-credentials-'));
  file = path.join(folder, 'credentials.json');
  server = await startFakeServer(({ path: where, body }) => {
    if (where === '/computeMetadata/v1/project/project-id')
      return { body: 'metadata-project', headers: { 'metadata-flavor': 'Google' } };
    if (where !== '/token') return { status: 404, headers: { 'metadata-flavor': 'Google' } };
    tokens += 1;
    const subject = new URLSearchParams(body).get('subject_token') ?? '';
    return {
      json: {
        access_token: `token-${tokens} for ${subject}`,
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'Bearer',
        expires_in: 3600,
      },
    };
  });
  process.env['GCE_METADATA_HOST'] = server.url.replace('http://', '');
  process.env['GOOGLE_APPLICATION_CREDENTIALS'] = file;
});

afterEach(async () => {
  for (const [index, name] of variables.entries()) {
    const value = before[index];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await server.stop();
  await rm(folder, { recursive: true });
});

/** A configuration of workload identity federation, as `gcloud iam workload-identity-pools create-cred-config` makes it. */
async function configure(
  subject: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const subjectFile = path.join(folder, `${subject}.jwt`);
  await writeFile(subjectFile, subject);
  const configuration = {
    type: 'external_account',
    audience:
      '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${server.url}/token`,
    credential_source: { file: subjectFile },
    ...more,
  };
  await writeFile(`${file}.new`, JSON.stringify(configuration));
  await rename(`${file}.new`, file);
}

const create = (useProjectOfFile = true) =>
  createCredentials({ watchedFile: file, useProjectOfFile, clock: createManualClock() });

async function bearer(credentials: ReturnType<typeof create>): Promise<string> {
  const { authorization } = await credentials.headers(never);
  return typeof authorization === 'object' ? authorization.reveal() : 'no secret';
}

describe('a token', () => {
  test('is kept while it is good, and is a secret', async () => {
    await configure('one');
    const credentials = create();
    expect([await bearer(credentials), await bearer(credentials)]).toEqual([
      'Bearer token-1 for one',
      'Bearer token-1 for one',
    ]);
    expect(JSON.stringify(await credentials.headers(never))).toContain('[secret]');
  });

  test('is asked for anew once it was refused, and when the file changes', async () => {
    await configure('one');
    const credentials = create();
    await bearer(credentials);
    credentials.forget();
    const second = await bearer(credentials);
    await configure('two');
    expect([second, await bearer(credentials)]).toEqual([
      'Bearer token-2 for one',
      'Bearer token-3 for two',
    ]);
  });

  test('that is refused is an error without secrets', async () => {
    await configure('s3cret');
    const json = { error: 'invalid_grant', error_description: 'expired' };
    server.fail({ times: 99, fault: { kind: 'reply', status: 400, json } });
    const error = await errorOf(create().headers(never));
    expect(error.reason).toBe('unauthorized');
    expect([error.message.includes('s3cret'), error.cause]).toEqual([false, undefined]);
  });

  test('whose proof is not mounted yet may come later', async () => {
    await configure('one');
    await rm(path.join(folder, 'one.jwt'));
    expect(await errorOf(create().headers(never))).toMatchObject({ reason: 'transient' });
  });

  test('that never comes is not waited for longer than half a minute, or than the caller wants', async () => {
    await configure('one');
    const clock = createManualClock();
    server.fail({ times: 99, fault: { kind: 'hang' } });
    const credentials = createCredentials({ watchedFile: file, useProjectOfFile: true, clock });
    const late = errorOf(credentials.headers(never));
    await server.waitForRequests(1);
    clock.advance(30_000);
    expect(await late).toMatchObject({
      reason: 'transient',
      message: 'Google credentials: no answer within 30 s',
    });
    const stop = new AbortController();
    const stopped = credentials.headers(stop.signal);
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
  });

  test('from a file that is not there names the file', async () => {
    const error = await errorOf(create().headers(never));
    expect(error.reason).toBe('unauthorized');
    expect(error.message).toContain(file);
  });

  test('from nowhere says where it may come from', async () => {
    delete process.env['GOOGLE_APPLICATION_CREDENTIALS'];
    process.env['HOME'] = folder;
    process.env['METADATA_SERVER_DETECTION'] = 'none';
    const credentials = createCredentials({ useProjectOfFile: true, clock: createManualClock() });
    const error = await errorOf(credentials.headers(never));
    expect(error.reason).toBe('unauthorized');
    expect(error.message).toContain('workload identity');
  });
});

describe('the project', () => {
  test('is that of the metadata server', async () => {
    await configure('one');
    expect(await create().project(never)).toBe('metadata-project');
  });

  test('is that of a key file where the metadata server knows none; upstream gives up', async () => {
    await writeFile(
      file,
      JSON.stringify({
        type: 'service_account',
        project_id: 'key-project',
        client_email: 'a@example.org',
        private_key: 'k3y',
      }),
    );
    server.fail({ times: 99, fault: { kind: 'reply', status: 404, body: 'none' } });
    expect(await create().project(never)).toBe('key-project');
    const error = await errorOf(create(false).project(never));
    expect(error.reason).toBe('unauthorized');
    expect(error.message).toContain('name it with --google-project');
  });
});
