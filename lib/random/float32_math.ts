// Logarithm, sine and cosine in float32 arithmetic, operation for operation as
// in PyTorch's AVX2 kernels (Cephes' logf, sinf and cosf with fused
// multiply-adds), so that normals agree bit for bit. JavaScript's own functions
// differ from about the seventh digit on.
//
// Sources: S. L. Moshier, Cephes Mathematical Library (logf.c, sinf.c);
// PyTorch 2.13, aten/src/ATen/native/cpu/avx_mathfun.h.

const { fround } = Math;

/**
 * a·b + c of float32 numbers, rounded once to float32.
 *
 * The product is exact in float64. Rounding the sum to float64 and then to
 * float32 goes wrong only if the float64 sum lies halfway between two float32
 * numbers; then the rounding error of the sum decides.
 */
export function fma(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const nearest = fround(sum);
  const beyond = sum - nearest;
  if (beyond === 0) return nearest;
  const other = nearest + 2 * beyond;
  if (fround(other) !== other) return nearest;
  const addend = sum - product;
  const lost = (product - (sum - addend)) + (c - addend);
  return Math.sign(lost) === Math.sign(beyond) ? other : nearest;
}

const LOG = [
  7.0376836292e-2,
  -1.1514610310e-1,
  1.1676998740e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
].map(fround);
const SQRT_HALF = fround(Math.SQRT1_2);
const LN2_HIGH = 0.693359375;
const LN2_LOW = fround(-2.12194440e-4);

/** Natural logarithm of x = k·2⁻²⁴ for an integer k in [1, 2²⁴]. */
export function log(x: number): number {
  const k = x * 2 ** 24;
  const digits = 32 - Math.clz32(k);
  let exponent = digits - 24;
  let m = k / 2 ** digits; // x = m · 2^exponent, m in [1/2, 1)
  if (m < SQRT_HALF) {
    exponent -= 1;
    m *= 2;
  }
  m -= 1;

  const m2 = fround(m * m);
  let y = LOG[0];
  for (let i = 1; i < LOG.length; i++) y = fma(y, m, LOG[i]);
  y = fma(fround(y * m), m2, fround(exponent * LN2_LOW));
  y = fround(y - 0.5 * m2);
  return fma(exponent, LN2_HIGH, fround(m + y));
}

const FOUR_OVER_PI = fround(4 / Math.PI);
// π/4 in three parts, so that x − j·π/4 keeps its digits.
const QUARTER_PI = [
  0.78515625,
  2.4187564849853515625e-4,
  3.77489497744594108e-8,
]
  .map(fround);
const SIN = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround);
const COS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]
  .map(fround);

/** Sine and cosine of an angle in [0, 8192) radians. */
export function sinCos(angle: number): [sin: number, cos: number] {
  const octant = (Math.trunc(fround(angle * FOUR_OVER_PI)) + 1) & ~1;
  let x = angle;
  for (const part of QUARTER_PI) x = fma(octant, -part, x);

  const x2 = fround(x * x);
  let cosine = fma(fma(COS[0], x2, COS[1]), x2, COS[2]);
  cosine = fround(fma(fround(cosine * x2), x2, -0.5 * x2) + 1);
  let sine = fma(fma(SIN[0], x2, SIN[1]), x2, SIN[2]);
  sine = fma(fround(sine * x2), x, x);

  if (octant & 2) [sine, cosine] = [cosine, sine];
  return [
    octant & 4 ? -sine : sine,
    (octant + 2) & 4 ? -cosine : cosine,
  ];
}
