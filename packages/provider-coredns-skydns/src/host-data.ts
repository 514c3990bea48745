import { parseIp, recordTypeOfTarget, type RecordType } from '@org/dns-core';
import { parseMx, parseSrv } from '@org/dns-provider-kit';
import { isReverseName } from './key-space.ts';
import type { Message } from './message.ts';

/** The part of a message that is a record other than TXT. */
export type HostData = Pick<Message, 'host' | 'port' | 'priority' | 'weight' | 'mail'>;

export const noHost: HostData = { host: '', port: 0, priority: 0, weight: 0, mail: false };

/** The type of the record that a message's host stands for. */
export function hostType(name: string, message: HostData): RecordType {
  if (parseIp(message.host) !== undefined) return recordTypeOfTarget(message.host);
  if (isReverseName(name)) return 'PTR';
  if (message.mail) return 'MX';
  return message.port === 0 ? 'CNAME' : 'SRV';
}

/** The presentation form of a message's host as a record of that type. */
export function hostTarget(type: RecordType, message: HostData): string {
  const { host, port, priority, weight } = message;
  if (type === 'MX') return `${priority} ${host}`;
  if (type === 'SRV') return `${priority} ${weight} ${port} ${host}.`;
  return host;
}

/** `undefined`: it is not the data of that type, or cannot be told from another type when it is read again. */
export function parseHostTarget(type: RecordType, target: string): HostData | undefined {
  if (type === 'MX') {
    const mx = parseMx(target);
    if (mx === undefined) return undefined;
    return { ...noHost, host: withoutDot(mx.exchange), priority: mx.preference, mail: true };
  }
  if (type === 'SRV') {
    const srv = parseSrv(target);
    if (srv === undefined || srv.port === 0) return undefined;
    const { port, priority, weight } = srv;
    return { ...noHost, host: withoutDot(srv.target), port, priority, weight };
  }
  return { ...noHost, host: target };
}

/**
 * A message with another host. CoreDNS takes the labels of `targetstrip` off the host of SRV and MX answers too (1.14.7, seen
 * 2026-11), so those say by our own field how many labels of their key are not part of the name.
 */
export function withHost(message: Message, type: RecordType, data: HostData): Message {
  const strip = message.keystrip || message.targetstrip;
  const keepsHost = type === 'SRV' || type === 'MX';
  return {
    ...message,
    ...data,
    targetstrip: keepsHost ? 0 : strip,
    keystrip: keepsHost ? strip : 0,
  };
}

function withoutDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}
