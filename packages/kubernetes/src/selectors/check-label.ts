const namePart = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** What is wrong with a label key, by Kubernetes' rules (`prefix/name`); `undefined` where it is right. */
export function checkLabelKey(key: string): string | undefined {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2) return 'has more than one slash';
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix.length > 253) return 'has a prefix of more than 253 characters';
    if (!subdomain.test(prefix)) return 'has a prefix that is not a lower-case DNS name';
  }
  if (name.length > 63) return 'has a name of more than 63 characters';
  if (!namePart.test(name)) {
    return 'has a name that does not consist of letters, digits, "-", "_" and "." with a letter or digit at both ends';
  }
  return undefined;
}

/** What is wrong with a label value, by Kubernetes' rules; `undefined` where it is right. */
export function checkLabelValue(value: string): string | undefined {
  if (value.length > 63) return 'has more than 63 characters';
  if (value !== '' && !namePart.test(value)) {
    return 'does not consist of letters, digits, "-", "_" and "." with a letter or digit at both ends';
  }
  return undefined;
}
