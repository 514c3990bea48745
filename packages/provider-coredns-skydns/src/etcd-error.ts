import { ProviderError, type ProviderErrorReason } from '@org/dns-core';

/** What gRPC tells of a failed call (grpc.github.io/grpc/core/md_doc_statuscodes.html). */
export interface GrpcFailure {
  readonly code: number;
  readonly details: string;
}

const invalidArgument = 3;
const permissionDenied = 7;
const failedPrecondition = 9;
const unauthenticated = 16;

export function toGrpcFailure(error: unknown): GrpcFailure {
  const { code, details, message } = (error ?? {}) as Readonly<Record<string, unknown>>;
  return {
    code: typeof code === 'number' ? code : 2,
    details: typeof details === 'string' ? details : String(message),
  };
}

/** The token is not known (any more), or was given out before users were changed: a new one helps (etcd, api/v3rpc/rpctypes). */
export function isStaleToken({ code, details }: GrpcFailure): boolean {
  return code === unauthenticated || details.includes('revision of auth store is old');
}

export function isAuthDisabled({ code, details }: GrpcFailure): boolean {
  return code === failedPrecondition && details.includes('authentication is not enabled');
}

/** The call never left: there was no connection to send it on. */
export function wasNeverSent({ details }: GrpcFailure): boolean {
  return details.startsWith('No connection established');
}

export function etcdError(
  what: string,
  failure: GrpcFailure,
  options: { readonly mayHaveWritten: boolean; readonly cause: unknown },
): ProviderError {
  const reason = reasonOf(failure);
  return new ProviderError(reason, `etcd, ${what}: ${textOf(failure)}${hintOf(failure)}`, {
    cause: options.cause,
    mayHaveWritten: options.mayHaveWritten && reason === 'transient',
  });
}

function textOf({ details }: GrpcFailure): string {
  return details.replace(/\.? *Resolution note: *$/, '');
}

function reasonOf({ code, details }: GrpcFailure): ProviderErrorReason {
  if (code === unauthenticated || code === permissionDenied) return 'unauthorized';
  if (code !== invalidArgument) return 'transient';
  return /authentication failed|user name/.test(details) ? 'unauthorized' : 'rejected';
}

function hintOf({ code, details }: GrpcFailure): string {
  if (details.includes('user name is empty')) return '; give a user name and a password';
  if (code === permissionDenied)
    return '; grant the user a role that may read and write the key prefix';
  if (details.includes('bad certificate') || details.includes('certificate required'))
    return '; give a client certificate that the server trusts';
  if (/unable to verify|self-signed|unable to get (?:local )?issuer/.test(details))
    return '; give the CA file of the server';
  return '';
}
