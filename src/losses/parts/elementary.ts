/**
 * exp, expm1, log and log(1 - e^-x), built from basic arithmetic in double precision. ECMAScript leaves the precision
 * of Math.exp, Math.log and Math.pow to the JavaScript engine, and versions differ; +, -, *, / are exactly defined, so
 * these functions give the same bits everywhere.
 */

/** ln 2 in two parts. The upper one has 21 trailing zero bits, so that k * upper is exact for every exponent k. */
const ln2Upper = 0.6931471803691238;
const ln2Lower = 1.9082149292705877e-10;

const bits = new DataView(new ArrayBuffer(8));

/** 2^k for -1022 <= k <= 1023 */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** 1/2!, 1/3!, ... 1/14!; the remaining terms are below 1e-18 of the sum for |r| <= ln(2)/2 */
const inverseFactorials: readonly number[] = factorials(14).map((factorial) => 1 / factorial);

function factorials(last: number): number[] {
  const list: number[] = [];
  for (let n = 2, factorial = 2; n <= last; n++, factorial *= n) list.push(factorial);
  return list;
}

/** e^r - 1 for |r| <= ln(2)/2, by its Taylor series */
function expm1Near0(r: number): number {
  let sum = 0;
  for (let i = inverseFactorials.length - 1; i >= 0; i--) sum = sum * r + inverseFactorials[i];
  return r + r * r * sum;
}

function exponentOf(x: number): number {
  return Math.round(x * Math.LOG2E);
}

function remainder(x: number, k: number): number {
  return x - k * ln2Upper - k * ln2Lower;
}

/** e^x */
export function exp(x: number): number {
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019412) return 0;
  const k = exponentOf(x);
  const near1 = 1 + expm1Near0(remainder(x, k));
  // in two factors, because 2^k itself may lie outside the normal doubles
  const half = k >> 1;
  return near1 * powerOfTwo(half) * powerOfTwo(k - half);
}

/** e^x - 1, without cancellation near 0 */
export function expm1(x: number): number {
  if (x > 700 || x < -50) return exp(x) - 1;
  const k = exponentOf(x);
  const scale = powerOfTwo(k);
  return scale * expm1Near0(remainder(x, k)) + (scale - 1);
}

const twoTo54 = 18014398509481984;

/** 1/3, 1/5, ... 1/25; the remaining terms are below 1e-18 of the sum for |s| <= 0.172 */
const oddInverses: readonly number[] = Array.from({ length: 12 }, (_, i) => 1 / (2 * i + 3));

/** 2 atanh(s) = log((1 + s) / (1 - s)) for |s| <= 0.172 */
function twiceAtanh(s: number): number {
  const square = s * s;
  let sum = 0;
  for (let i = oddInverses.length - 1; i >= 0; i--) sum = sum * square + oddInverses[i];
  return 2 * s + 2 * s * square * sum;
}

/** The natural logarithm; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x > 0)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const subnormal = x < 2.2250738585072014e-308;
  bits.setFloat64(0, subnormal ? x * twoTo54 : x);
  const upper = bits.getUint32(0);
  let exponent = (upper >>> 20) - 1023 - (subnormal ? 54 : 0);
  bits.setUint32(0, (upper & 0xfffff) | (1023 << 20));
  let mantissa = bits.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const near1 = twiceAtanh((mantissa - 1) / (mantissa + 1));
  return exponent * ln2Upper + (near1 + exponent * ln2Lower);
}

/** log(1 - e^-x) for x > 0, without cancellation at either end */
export function logOneMinusExp(x: number): number {
  const p = exp(-x);
  return p < 0.29 ? twiceAtanh(-p / (2 - p)) : log(-expm1(-x));
}
