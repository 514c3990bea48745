import { ProviderError, type ProviderErrorReason } from '@org/dns-core';
import { RcodeError } from './rfc2136-api.ts';
import { ExchangeError } from './transport/exchange-error.ts';
import { rcodes } from './wire/codes.ts';
import { TsigError } from './wire/tsig.ts';
import { WireFormatError } from './wire/wire-format-error.ts';

type Purpose = 'read' | 'write';

const reasons: Readonly<Record<number, ProviderErrorReason>> = {
  [rcodes.FORMERR]: 'rejected',
  [rcodes.SERVFAIL]: 'transient',
  [rcodes.NXDOMAIN]: 'not-found',
  [rcodes.NOTIMP]: 'unsupported',
  [rcodes.NOTAUTH]: 'not-found',
  [rcodes.NOTZONE]: 'rejected',
};

const ways: Readonly<Record<Purpose, Readonly<Record<number, string>>>> = {
  read: {
    [rcodes.REFUSED]: 'allow this key (or this address) to query and to transfer the zone',
    [rcodes.NOTAUTH]: 'it does not serve this zone; check --rfc2136-host and --rfc2136-zone',
    [rcodes.NXDOMAIN]: 'it does not serve this zone; check --rfc2136-host and --rfc2136-zone',
  },
  write: {
    [rcodes.REFUSED]: 'allow this key (or this address) to update these names',
    [rcodes.NOTAUTH]: 'it is not the primary server of this zone; check --rfc2136-host',
    [rcodes.NOTIMP]: 'it takes no dynamic updates',
  },
};

/** What a request to a zone's server ran into, with the way out. Errors of ours pass as they are. */
export function toProviderError(error: unknown, zone: string, purpose: Purpose): unknown {
  const of = zone === '' ? 'the root zone' : zone;
  const isWrite = purpose === 'write';
  if (error instanceof ExchangeError)
    return new ProviderError('transient', `${of}: ${error.message}`, {
      cause: error,
      mayHaveWritten: isWrite && error.stage === 'answer',
    });
  if (error instanceof TsigError)
    return new ProviderError('unauthorized', `${of}: ${error.message}`, {
      cause: error,
      mayHaveWritten: isWrite && !error.isRefusal,
    });
  if (error instanceof RcodeError) {
    const refused = isWrite ? 'rejected' : 'unauthorized';
    const way = ways[purpose][error.rcode];
    return new ProviderError(
      error.rcode === rcodes.REFUSED ? refused : (reasons[error.rcode] ?? 'transient'),
      `${of}: ${error.message}${way === undefined ? '' : `; ${way}`}`,
      { cause: error },
    );
  }
  if (error instanceof WireFormatError)
    return new ProviderError('transient', `${of}: the answer cannot be read: ${error.message}`, {
      cause: error,
      mayHaveWritten: isWrite,
    });
  return error;
}
