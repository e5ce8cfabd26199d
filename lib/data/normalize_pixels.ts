/**
 * Scales pixels from 0 … 255 to -1 … 1: (x / 255 - 0.5) / 0.5, rounded to
 * float32 after each operation, as in PyTorch.
 *
 * Source: as torchvision's ToTensor followed by Normalize(0.5, 0.5).
 */
export function normalizePixels(
  pixels: Uint8Array | Float32Array,
): Float32Array {
  const normalized = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const unit = Math.fround(pixels[i] / 255);
    normalized[i] = Math.fround(unit - 0.5) / 0.5;
  }
  return normalized;
}
