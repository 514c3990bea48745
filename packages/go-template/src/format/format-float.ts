/**
 * A float as Go's strconv writes it. `precision` is `undefined` for the fewest digits that give the same number back.
 * Infinities and NaN are the caller's.
 */
export function formatFloat(value: number, verb: 'e' | 'f' | 'g', precision?: number): string {
  switch (verb) {
    case 'e':
      return withExponent(toExponential(value, precision));
    case 'f':
      return precision === undefined ? plain(value) : toFixed(value, precision);
    default:
      return general(value, precision);
  }
}

function general(value: number, precision: number | undefined): string {
  const digits = precision === undefined ? undefined : Math.max(precision, 1);
  const scientific = toExponential(value, digits === undefined ? undefined : digits - 1);
  const exponent = Number(scientific.slice(scientific.indexOf('e') + 1));
  const mantissa = trimZeros(scientific.slice(0, scientific.indexOf('e')));
  const significant = mantissa.replaceAll(/[-.]/g, '').length;
  const threshold =
    digits === undefined
      ? 6
      : digits > significant && significant >= exponent + 1
        ? significant
        : digits;
  if (exponent < -4 || exponent >= threshold) return withExponent(`${mantissa}e${exponent}`);
  return digits === undefined ? plain(value) : plain(Number(`${mantissa}e${exponent}`));
}

function trimZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

/** At least two digits and a sign in the exponent. */
function withExponent(scientific: string): string {
  const [mantissa = '', exponent = '0'] = scientific.split('e');
  const size = exponent.replace(/^[+-]/, '').padStart(2, '0');
  return `${mantissa}e${exponent.startsWith('-') ? '-' : '+'}${size}`;
}

/** The shortest digits without an exponent. */
function plain(value: number): string {
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  const sign = Object.is(value, -0) || mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replaceAll(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (exponent + 1 >= digits.length) return sign + digits.padEnd(exponent + 1, '0');
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/** `toFixed` of JavaScript gives up at 1e21 and at 100 places, and rounds a half up where Go rounds it to even. */
function toFixed(value: number, precision: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  if (size >= 1e21) {
    return `${sign}${BigInt(size)}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`;
  }
  const places = Math.min(precision, 100);
  const rounded = halfToEven(size.toFixed(100), places) ?? size.toFixed(places);
  return sign + rounded + '0'.repeat(precision - places);
}

function toExponential(value: number, precision: number | undefined): string {
  if (precision === undefined) return value.toExponential();
  const places = Math.min(precision, 100);
  const [mantissa = '', exponent = '0'] = value.toExponential(100).split('e');
  const rounded = halfToEven(mantissa, places);
  const text = rounded === undefined ? value.toExponential(places) : `${rounded}e${exponent}`;
  return precision > places ? text.replace('e', `${'0'.repeat(precision - places)}e`) : text;
}

/** Exact digits cut after `places`, where what is cut off is exactly a half and the digit before it is even. */
function halfToEven(exact: string, places: number): string | undefined {
  const point = exact.indexOf('.');
  const rest = exact.slice(point + 1 + places);
  if (!/^50*$/.test(rest)) return undefined;
  const kept = exact.slice(0, places === 0 ? point : point + 1 + places);
  return /[02468]$/.test(kept) ? kept : undefined;
}
