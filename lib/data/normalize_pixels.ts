/**
 * Scales pixels into `scaled`, by default a new array of the same length, and
 * returns it.
 */
export type PixelScale = (
  pixels: Uint8Array | Float32Array,
  scaled?: Float32Array,
) => Float32Array;

/**
 * Scales pixels from 0 … 255 to 0 … 1: x / 255, rounded to float32.
 *
 * Source: as torchvision's ToTensor.
 */
export const scalePixels: PixelScale = each((pixel) =>
  Math.fround(pixel / 255)
);

/**
 * Scales pixels from 0 … 255 to -1 … 1: (x / 255 - 0.5) / 0.5, rounded to
 * float32 after each operation, as in PyTorch.
 *
 * Source: as torchvision's ToTensor followed by Normalize(0.5, 0.5).
 */
export const normalizePixels: PixelScale = each((pixel) =>
  Math.fround(Math.fround(pixel / 255) - 0.5) / 0.5
);

/** For bytes, looks the numbers up, which takes half the time. */
function each(scale: (pixel: number) => number): PixelScale {
  const ofBytes = Float32Array.from({ length: 256 }, (_, byte) => scale(byte));
  return (pixels, scaled = new Float32Array(pixels.length)) => {
    if (pixels instanceof Uint8Array) {
      for (let i = 0; i < pixels.length; i++) scaled[i] = ofBytes[pixels[i]];
    } else {
      for (let i = 0; i < pixels.length; i++) scaled[i] = scale(pixels[i]);
    }
    return scaled;
  };
}
