import type { Generator } from "../../random/mod.ts";
import { paintBackground } from "./background.ts";
import { Chance } from "./chance.ts";
import { photograph } from "./photograph.ts";
import { choosePose } from "./pose.ts";
import { paintHand } from "./shading.ts";
import { buildHand, type Limb } from "./skeleton.ts";
import { seeSurface } from "./surface.ts";
import { rotation, type Vector } from "./vector.ts";

const PICTURE_SIZE = 64;
const GRID_SIZE = 2 * PICTURE_SIZE; // painted at twice the resolution, then photographed
const MARGIN = 3;

/** Draws a hand that shows `count` (0 to 5) raised fingers: `[64, 64, 3]`, 0 to 255. */
export function drawHand(count: number, generator: Generator): Uint8Array {
  const chance = new Chance(generator);
  const limbs = placeHand(buildHand(choosePose(count, chance)), chance);
  const scene = paintBackground(GRID_SIZE, chance);
  paintHand(scene, seeSurface(limbs, GRID_SIZE), chance);
  return photograph(scene, GRID_SIZE, chance);
}

/**
 * Rotates, scales and moves a hand (right or left) so that all fingers are in
 * the picture.
 */
function placeHand(limbs: readonly Limb[], chance: Chance): Limb[] {
  const turn = rotation(
    chance.around(0, 0.25),
    chance.around(0, 0.15),
    chance.around(0, 0.2),
  );
  const side = chance.happens(0.5) ? 1 : -1;
  const scale = chance.between(37, 46);
  const toGrid = ([x, y, z]: Vector): Vector => {
    const [u, v, w] = turn([side * x, y - 0.9, z]);
    return [scale * u, scale * v, scale * w];
  };
  const placed = limbs.map((limb): Limb => ({
    ...limb,
    from: toGrid(limb.from),
    to: toGrid(limb.to),
    fromRadius: scale * limb.fromRadius,
    toRadius: scale * limb.toRadius,
  }));
  const [dx, dy] = [0, 1].map((axis) => {
    const [lo, hi] = extent(placed, axis);
    const room = GRID_SIZE / 2 - MARGIN;
    return Math.max(-room - lo, Math.min(room - hi, chance.around(0, 5)));
  });
  const move = ([x, y, z]: Vector): Vector => [x + dx, y + dy, z];
  return placed.map((limb) => ({
    ...limb,
    from: move(limb.from),
    to: move(limb.to),
  }));
}

/** How far a hand without its forearm reaches along an axis. */
function extent(
  limbs: readonly Limb[],
  axis: number,
): [lo: number, hi: number] {
  const hand = limbs.filter(({ cover }) => cover === "skin");
  return [
    Math.min(...hand.map(({ to, toRadius }) => to[axis] - toRadius)),
    Math.max(...hand.map(({ to, toRadius }) => to[axis] + toRadius)),
  ];
}
