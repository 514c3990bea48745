const base = 36;
const tMin = 1;
const tMax = 26;

/** The text behind a label's `xn--` (RFC 3492); `undefined` when it is not punycode. */
export function decodePunycode(input: string): string | undefined {
  const lastHyphen = input.lastIndexOf('-');
  const output = lastHyphen > 0 ? Array.from(input.slice(0, lastHyphen)) : [];
  let codePoint = 128;
  let position = 0;
  let bias = 72;
  let index = lastHyphen > 0 ? lastHyphen + 1 : 0;
  while (index < input.length) {
    const before = position;
    let weight = 1;
    for (let k = base; ; k += base) {
      const digit = digitOf(input.charCodeAt(index++));
      if (digit === undefined) return undefined;
      position += digit * weight;
      const threshold = Math.min(Math.max(k - bias, tMin), tMax);
      if (digit < threshold) break;
      weight *= base - threshold;
    }
    const length = output.length + 1;
    bias = adapt(position - before, length, before === 0);
    codePoint += Math.floor(position / length);
    position %= length;
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint < 0xe000)) return undefined;
    output.splice(position++, 0, String.fromCodePoint(codePoint));
  }
  return output.join('');
}

function digitOf(unit: number): number | undefined {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30 + 26;
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x61;
  return undefined;
}

function adapt(delta: number, length: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  while (rest > 455) {
    rest = Math.floor(rest / (base - tMin));
    k += base;
  }
  return k + Math.floor((base * rest) / (rest + 38));
}
