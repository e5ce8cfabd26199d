import { type Tensor, tf } from "../tf/mod.ts";

/**
 * The index in `x` of the maximum of each kernelSize × kernelSize window. NaN
 * counts as greater than any number; of several NaN the last one counts, as in
 * PyTorch, and of other maxima the first.
 *
 * @param x [batch, height, width, channels]
 * @returns int32, [batch, outHeight, outWidth, channels]
 */
export function placesOfMaxima(
  x: Tensor,
  kernelSize: number,
  stride: number,
): Tensor {
  const [batch, height, width, channels] = x.shape as number[];
  const numbers = x.dataSync();
  const placeIn = (first: number): number => {
    let place = first;
    for (let h = 0; h < kernelSize; h++) {
      for (let w = 0; w < kernelSize; w++) {
        const at = first + (h * width + w) * channels;
        if (numbers[at] > numbers[place] || isNaN(numbers[at])) place = at;
      }
    }
    return place;
  };
  const places: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i <= height - kernelSize; i += stride) {
      for (let j = 0; j <= width - kernelSize; j += stride) {
        const first = ((b * height + i) * width + j) * channels;
        for (let c = 0; c < channels; c++) places.push(placeIn(first + c));
      }
    }
  }
  const outLength = (length: number) =>
    Math.floor((length - kernelSize) / stride) + 1;
  const shape = [batch, outLength(height), outLength(width), channels];
  return tf.tensor(places, shape, "int32");
}
