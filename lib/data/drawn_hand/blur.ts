/**
 * Blurs a square grid of `channels` interleaved values by a Gaussian of
 * standard deviation `sigma` in grid steps; beyond the border, the border's
 * values are repeated.
 */
export function blur(
  values: Float32Array,
  size: number,
  channels: number,
  sigma: number,
): Float32Array {
  const weights = gaussian(sigma);
  const result = values.slice();
  for (let line = 0; line < size; line++) {
    for (let channel = 0; channel < channels; channel++) {
      const start = line * size * channels + channel;
      blurLine(result, start, channels, size, weights); // along a row
    }
  }
  for (let start = 0; start < size * channels; start++) {
    blurLine(result, start, size * channels, size, weights); // along a column
  }
  return result;
}

/** The weights of a Gaussian from its centre outwards. */
function gaussian(sigma: number): number[] {
  const reach = Math.ceil(3 * sigma);
  const half = Array.from(
    { length: reach + 1 },
    (_, i) => Math.exp(-(i ** 2) / (2 * sigma ** 2)),
  );
  const total = 2 * half.reduce((a, b) => a + b) - half[0];
  return half.map((weight) => weight / total);
}

function blurLine(
  values: Float32Array,
  start: number,
  step: number,
  length: number,
  weights: readonly number[],
): void {
  const reach = weights.length - 1;
  const line = new Float32Array(length + 2 * reach);
  for (let i = 0; i < line.length; i++) {
    const inside = Math.min(length - 1, Math.max(0, i - reach));
    line[i] = values[start + inside * step];
  }
  for (let i = 0; i < length; i++) {
    const middle = i + reach;
    let sum = weights[0] * line[middle];
    for (let j = 1; j <= reach; j++) {
      sum += weights[j] * (line[middle - j] + line[middle + j]);
    }
    values[start + i * step] = sum;
  }
}
