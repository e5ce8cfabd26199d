import { blur } from "./blur.ts";
import type { Chance } from "./chance.ts";
import { chooseColor, chooseSkin, mix } from "./color.ts";
import type { Surface } from "./surface.ts";
import { normalized, type Vector } from "./vector.ts";

/** Paints a lit hand and its shadow over `background`, in place. */
export function paintHand(
  background: Float32Array,
  surface: Surface,
  chance: Chance,
): void {
  const { size, height, redness, arm } = surface;
  const light = chooseLight(chance);
  const ambient = chance.between(0.45, 0.7);
  const skin = chooseSkin(chance);
  const flush = mix(skin, [skin[0] * 1.02, skin[1] * 0.8, skin[2] * 0.8], 1);
  const sleeve = chance.happens(0.35)
    ? chooseColor(chance, chance.between(40, 200), chance.between(0, 0.3))
    : skin;
  throwShadow(background, surface, light, chance);
  const dimness = hollows(surface);
  for (let at = 0; at < size * size; at++) {
    if (height[at] === -Infinity) continue;
    const facing = dot(normalAt(surface, at), light);
    const lit = ambient + (1 - ambient) * Math.max(0, (facing + 0.3) / 1.3);
    const shade = 1.15 * lit * (1 - dimness[at]);
    const color = arm[at] ? sleeve : mix(skin, flush, redness[at]);
    // Light that has passed through skin is red, so shadows lose red least.
    background[3 * at] = color[0] * shade ** 0.85;
    background[3 * at + 1] = color[1] * shade;
    background[3 * at + 2] = color[2] * shade ** 1.1;
  }
}

function chooseLight(chance: Chance): Vector {
  return normalized([
    chance.between(-1, 1),
    chance.between(-0.2, 1),
    chance.between(0.6, 1.4),
  ]);
}

function normalAt({ height, size }: Surface, at: number): Vector {
  const slope = (step: number): number => {
    // The gentler of the two sides, so that an edge does not count as a slope.
    const ahead = height[at + step] - height[at];
    const behind = height[at] - height[at - step];
    const steepest = Math.abs(ahead) < Math.abs(behind) ? ahead : behind;
    return Number.isFinite(steepest) ? steepest : 0;
  };
  return normalized([-slope(1), slope(size), 1]);
}

/**
 * How much darker a point is because its surroundings are higher: between
 * fingers, below a thumb.
 */
function hollows({ height, size }: Surface): Float32Array {
  const isHand = height.map((z) => z === -Infinity ? 0 : 1);
  const level = height.map((z) => z === -Infinity ? 0 : z);
  const meanLevel = blur(level, size, 1, 3);
  const share = blur(isHand, size, 1, 3);
  return height.map((z, at) =>
    z === -Infinity
      ? 0
      : Math.min(0.55, Math.max(0, 0.07 * (meanLevel[at] / share[at] - z)))
  );
}

function throwShadow(
  background: Float32Array,
  { height, size }: Surface,
  light: Vector,
  chance: Chance,
): void {
  const distance = chance.between(4, 22);
  const dx = Math.round(-light[0] / light[2] * distance);
  const dy = Math.round(light[1] / light[2] * distance);
  const thrown = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [r, c] = [row - dy, column - dx];
      const inside = r >= 0 && r < size && c >= 0 && c < size;
      if (inside && height[r * size + c] !== -Infinity) {
        thrown[row * size + column] = 1;
      }
    }
  }
  const soft = blur(thrown, size, 1, chance.between(2, 6));
  const depth = chance.between(0.1, 0.45);
  for (let i = 0; i < background.length; i++) {
    background[i] *= 1 - depth * soft[Math.floor(i / 3)];
  }
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
