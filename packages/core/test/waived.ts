/** Recorded cases that are decided otherwise on purpose, with the reason; one that passes is a failure of the tests. */
export const waived: Readonly<Record<string, string>> = {
  'crd-ttl-values':
    'a negative TTL is not configured; upstream passes the number on to the provider, which no provider can store',
};
