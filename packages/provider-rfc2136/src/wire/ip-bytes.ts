import type { IpAddress } from '@org/dns-core';

export function ipToBytes(ip: IpAddress): Uint8Array {
  const hex = ip.value.toString(16).padStart(ip.family === 4 ? 8 : 32, '0');
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** Four or sixteen bytes as an address. */
export function bytesToIp(bytes: Uint8Array): IpAddress {
  const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return { family: bytes.length === 4 ? 4 : 6, value, zone: '' };
}
