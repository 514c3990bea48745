const encoder = new TextEncoder();

/** The line, from 1, of an offset. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1))
    line += 1;
  return line;
}

/** The bytes, from 0, between the start of its line and an offset. */
export function columnOf(text: string, offset: number): number {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return encoder.encode(text.slice(offset === 0 ? 0 : lineStart, offset)).length;
}
