/** Whether an `Accept` header takes `type`. An absent one takes anything. */
export function accepts(header: string | undefined, type: string): boolean {
  if (header === undefined || header.trim() === '') return true;
  const wanted = normal(type);
  const [family] = wanted.split('/');
  return header.split(',').some((part) => {
    const range = normal(part.replace(/;\s*q=[\d.]+\s*$/i, ''));
    return range === wanted || range === '*/*' || range === `${family}/*`;
  });
}

/** Whether a `Content-Type` header says `type`. An absent one says nothing against it. */
export function carries(header: string | undefined, type: string): boolean {
  return header === undefined || header.trim() === '' || normal(header) === normal(type);
}

/** Without blanks, in lower case: clients in other languages write `; version=1`. */
function normal(type: string): string {
  return type.replaceAll(/\s+/g, '').toLowerCase();
}
