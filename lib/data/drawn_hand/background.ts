import type { Chance } from "./chance.ts";
import { chooseColor, type Color, mix } from "./color.ts";

/** The share of a background's second colour at a point, 0 to 1. */
type Pattern = (x: number, y: number) => number;

/** Paints a wall of two colours behind the hand: `[size, size, 3]`, 0 to 255. */
export function paintBackground(size: number, chance: Chance): Float32Array {
  const lightness = chance.between(110, 205);
  const saturation = chance.between(0, 0.15);
  const base = chooseColor(chance, lightness, saturation);
  const other = chooseColor(
    chance,
    lightness * chance.between(0.85, 1.1),
    saturation,
  );
  const makePattern = chance.pick([
    gradient,
    gradient,
    clouds,
    boards,
    blobs,
    edge,
  ]);
  const pattern = makePattern(size, chance);
  const pixels = new Float32Array(size * size * 3);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const color: Color = mix(base, other, pattern(column / size, row / size));
      pixels.set(color, (row * size + column) * 3);
    }
  }
  return pixels;
}

function gradient(_size: number, chance: Chance): Pattern {
  const angle = chance.between(0, 2 * Math.PI);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => 0.5 + 0.7 * ((x - 0.5) * dx + (y - 0.5) * dy);
}

/** Smooth noise, as of plaster or cloth. */
function clouds(_size: number, chance: Chance): Pattern {
  const cells = chance.pick([3, 5, 9, 17]);
  const knots = Float32Array.from(
    { length: (cells + 1) ** 2 },
    () => chance.between(0, 1),
  );
  return (x, y) => {
    const [column, row] = [Math.floor(x * cells), Math.floor(y * cells)];
    const ease = (t: number) => t * t * (3 - 2 * t);
    const [u, v] = [ease(x * cells - column), ease(y * cells - row)];
    const at = row * (cells + 1) + column;
    const top = knots[at] + u * (knots[at + 1] - knots[at]);
    const below = at + cells + 1;
    const bottom = knots[below] + u * (knots[below + 1] - knots[below]);
    return top + v * (bottom - top);
  };
}

/** Stripes with a wavy grain, as of wood or a blind. */
function boards(_size: number, chance: Chance): Pattern {
  const angle = chance.between(0, Math.PI);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const stripes = chance.between(3, 9) * 2 * Math.PI;
  const waves = chance.between(1, 3) * 2 * Math.PI;
  const bend = chance.between(0, 0.06);
  return (x, y) => {
    const along = x * dx + y * dy;
    const across = y * dx - x * dy;
    return 0.5 +
      0.5 * Math.sin(stripes * (across + bend * Math.sin(waves * along)));
  };
}

/** Round soft spots, as of things out of focus. */
function blobs(_size: number, chance: Chance): Pattern {
  const spots = Array.from({ length: 6 }, () => ({
    x: chance.between(0, 1),
    y: chance.between(0, 1),
    radius: chance.between(0.08, 0.3),
  }));
  return (x, y) => {
    const light = spots.map((spot) =>
      Math.exp(-((x - spot.x) ** 2 + (y - spot.y) ** 2) / spot.radius ** 2)
    );
    return Math.min(1, light.reduce((a, b) => a + b));
  };
}

/** Two plain halves, as where a wall meets a table. */
function edge(size: number, chance: Chance): Pattern {
  const angle = chance.around(0, 0.2);
  const place = chance.between(0.25, 0.85);
  const slope = Math.tan(angle);
  return (x, y) =>
    Math.min(1, Math.max(0, (y - place - slope * (x - 0.5)) * size / 3));
}
