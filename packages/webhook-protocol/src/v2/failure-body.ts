import type { ProviderError } from '@org/dns-core';
import { parseFirstJson, toGoJson } from '../json.ts';
import { failureFromJson, failureToJson } from './failure.ts';

/** The body of an error reply of the second version. */
export function encodeFailure(error: ProviderError): string {
  return `${toGoJson(failureToJson(error))}\n`;
}

/** `undefined`: the body is not one, as when a gateway answered. */
export function decodeFailure(text: string): ProviderError | undefined {
  const json = parseFirstJson(text);
  return json.ok ? failureFromJson(json.value) : undefined;
}
