/** Lanczos's approximation of the logarithm of the gamma function, g = 7 and 9 terms (Godfrey 2001); x > 0.5. */
function lnGamma(x: number): number {
  const base = x + 6.5;
  const sum = terms.reduce((total, term, i) => total + (i === 0 ? term : term / (x - 1 + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

const terms = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Keeps a divisor away from 0. */
function away(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** The continued fraction of the incomplete beta function I_x(a, b) by Lentz's method (DLMF 8.17.22). */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    const before = fraction;
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= c * d;
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(fraction - before) <= 1e-16 * Math.abs(fraction)) break;
  }
  return fraction;
}

/** P(T > t) of Student's distribution. @param df degrees of freedom, >= 1 */
export function tUpperTail(t: number, df: number): number {
  if (t < 0) return 1 - tUpperTail(-t, df);
  if (t === Number.POSITIVE_INFINITY) return 0;
  const [a, b] = [df / 2, 0.5];
  // P(|T| > t) = I_x(a, b), and near t = 0 it is 1 - I_(1-x)(b, a), whose fraction converges there.
  const [x, rest] = [df / (df + t * t), (t * t) / (df + t * t)];
  const front = lnGamma(a + b) - lnGamma(a) - 0.5 * Math.log(Math.PI) + a * Math.log(x) + b * Math.log(rest);
  if (x < (a + 1) / (a + b + 2)) return (0.5 * Math.exp(front) * betaFraction(a, b, x)) / a;
  return 0.5 * (1 - (Math.exp(front) * betaFraction(b, a, rest)) / b);
}

function density(t: number, df: number): number {
  const scale = lnGamma((df + 1) / 2) - lnGamma(df / 2) - 0.5 * Math.log(df * Math.PI);
  return Math.exp(scale - ((df + 1) / 2) * Math.log1p((t * t) / df));
}

/** The t with P(T <= t) = p, 0 < p < 1: by bisection, and from near there by Newton's steps, each twice the digits. */
export function tQuantile(p: number, df: number): number {
  if (p < 0.5) return -tQuantile(1 - p, df);
  let [low, high] = [0, 1];
  while (tUpperTail(high, df) > 1 - p) [low, high] = [high, 2 * high];
  while (high - low > 1e-3 * high && high > 1e-9) {
    const middle = (low + high) / 2;
    if (tUpperTail(middle, df) > 1 - p) low = middle;
    else high = middle;
  }
  let t = (low + high) / 2;
  for (let step = 0; step < 3; step++) t += (tUpperTail(t, df) - (1 - p)) / density(t, df);
  return t;
}
