import { inspect } from 'node:util';
import { ProviderError, type ProviderErrorReason } from '@org/dns-core';
import { must } from '../promise-case.ts';

/** The error that work ended with; broken when it ended well or with anything but a `ProviderError`. */
export async function providerErrorOf(work: () => Promise<unknown>): Promise<ProviderError> {
  const error = await errorOf(work);
  must(error !== undefined, 'it ended as if nothing had happened');
  must(
    ProviderError.is(error),
    `it ended with something that is no ProviderError: ${inspect(error)}`,
  );
  return error;
}

/** What work threw; `undefined`: it ended well. */
export async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error('undefined was thrown');
  }
}

export function mustBeReason(
  error: ProviderError,
  reasons: readonly ProviderErrorReason[],
  where: string,
): void {
  must(
    reasons.includes(error.reason),
    `${where}: the reason is ${error.reason} where it should be ${reasons.join(' or ')}: ${error.message}`,
  );
}

/** Broken when the error, anything that it was caused by, or any of their fields holds one of the secrets. */
export function mustHideSecrets(error: unknown, secrets: readonly string[]): void {
  const shown = inspect(error, { depth: 12, showHidden: true, getters: true });
  const raw = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : '';
  const told = secrets.find((secret) => shown.includes(secret) || raw.includes(secret));
  must(
    told === undefined,
    `an error holds a secret (${told?.slice(0, 2)}…): ${error instanceof Error ? error.message.slice(0, 60) : 'not an Error'}…`,
  );
}
