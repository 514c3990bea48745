import type { Behavior } from '@org/dns-core';

const octal = /\\([0-3][0-7]{2})/g;

/**
 * A name as the API gives it (`\052.example.org.`) in plain letters. The service writes every character but letters, digits,
 * `-`, `_` and `.` as a three-digit octal code (Developer Guide, "DNS domain name format").
 *
 * `compat` resolves all codes, as upstream does; `safe` leaves those that would change what the name is: a dot or a backslash
 * inside a label, and what is not printable ASCII.
 */
export function fromApiName(name: string, behavior: Behavior): string {
  if (!name.includes('\\')) return name;
  if (behavior === 'safe')
    return name.replace(octal, (code, digits: string) => {
      const character = parseInt(digits, 8);
      return character > 0x20 && character < 0x7f && character !== 0x2e && character !== 0x5c
        ? String.fromCharCode(character)
        : code;
    });
  const starred = name.replace('\\052', '*');
  // Upstream's decoder gives up where anything else is escaped or a quote stands bare.
  if (/["\n]|\\(?![0-3][0-7]{2})/.test(starred)) return starred;
  return decodeBytes(starred);
}

function decodeBytes(text: string): string {
  const bytes = Buffer.from(
    text.replace(octal, (_code, digits: string) => String.fromCharCode(parseInt(digits, 8))),
    /[^\0-\xff]/.test(text) ? 'utf8' : 'latin1',
  );
  return bytes.toString('utf8');
}
