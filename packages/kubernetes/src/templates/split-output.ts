/** The items of a template's output: cut at commas, trimmed, without one final dot, not empty, unique, in byte order. */
export function splitOutput(text: string): readonly string[] {
  const items = text.split(',').map((item) => {
    const trimmed = item.trim();
    return trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed;
  });
  return [...new Set(items)].filter((item) => item !== '').sort(byteOrder);
}

function byteOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
