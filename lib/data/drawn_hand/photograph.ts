import { blur } from "./blur.ts";
import type { Chance } from "./chance.ts";

/**
 * What a camera makes of a painted scene: `[size, size, 3]` becomes half as wide
 * and high, with its own exposure, white balance, focus and noise, as bytes.
 */
export function photograph(
  scene: Float32Array,
  size: number,
  chance: Chance,
): Uint8Array {
  const half = size / 2;
  const sharp = blur(scene, size, 3, chance.between(0.3, 1.6));
  const exposure = chance.around(1, 0.08);
  const warmth = chance.around(0, 0.03);
  const gains = [exposure * (1 + warmth), exposure, exposure * (1 - warmth)];
  const noise = chance.between(1, 7);
  const grain = chance.generator.normal(half * half * 3);
  const picture = new Uint8Array(half * half * 3);
  for (let row = 0; row < half; row++) {
    for (let column = 0; column < half; column++) {
      for (let channel = 0; channel < 3; channel++) {
        const at = (2 * row * size + 2 * column) * 3 + channel;
        const below = at + size * 3;
        const mean =
          (sharp[at] + sharp[at + 3] + sharp[below] + sharp[below + 3]) / 4;
        const to = (row * half + column) * 3 + channel;
        const value = mean * gains[channel] + noise * grain[to];
        picture[to] = Math.min(255, Math.max(0, Math.round(value)));
      }
    }
  }
  return picture;
}
