/**
 * The items of a list annotation (`hostname`, `internal-hostname`, `target`): every blank is removed, the ends are trimmed
 * of other white space, and the rest is split at commas. Empty items stay, white space inside an item too.
 */
export function splitList(value: string): readonly string[] {
  const trimmed = (value.includes(' ') ? value.replaceAll(' ', '') : value).trim();
  return trimmed.includes(',') ? trimmed.split(',') : [trimmed];
}
