import type { Limb } from "./skeleton.ts";

/** What the viewer sees of a hand, for every point of a square grid, row by row. */
export interface Surface {
  readonly size: number;
  /** Height towards the viewer in grid steps; -Infinity where there is no hand. */
  readonly height: Float32Array;
  /** How red the skin is, from 0 to 1. */
  readonly redness: Float32Array;
  /** 1 where the forearm is seen, which may be clothed. */
  readonly arm: Uint8Array;
}

/**
 * Finds the surface of limbs that are given in grid steps (y up, the origin in
 * the middle): each limb is a row of balls, and the foremost ball is visible.
 */
export function seeSurface(limbs: readonly Limb[], size: number): Surface {
  const height = new Float32Array(size * size).fill(-Infinity);
  const redness = new Float32Array(size * size);
  const arm = new Uint8Array(size * size);
  for (const limb of limbs) {
    const { from, to, fromRadius, toRadius } = limb;
    const length = Math.hypot(
      to[0] - from[0],
      to[1] - from[1],
      to[2] - from[2],
    );
    const steps = Math.ceil(length);
    for (let step = 0; step <= steps; step++) {
      const t = step / steps;
      const radius = fromRadius + t * (toRadius - fromRadius);
      const x = size / 2 + from[0] + t * (to[0] - from[0]);
      const y = size / 2 - from[1] - t * (to[1] - from[1]);
      const z = from[2] + t * (to[2] - from[2]);
      const top = Math.max(0, Math.ceil(y - radius));
      const bottom = Math.min(size - 1, Math.floor(y + radius));
      const left = Math.max(0, Math.ceil(x - radius));
      const right = Math.min(size - 1, Math.floor(x + radius));
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const rest = radius ** 2 - (column - x) ** 2 - (row - y) ** 2;
          if (rest < 0) continue;
          const ballHeight = z + Math.sqrt(rest);
          const at = row * size + column;
          if (ballHeight <= height[at]) continue;
          height[at] = ballHeight;
          redness[at] = limb.redness;
          arm[at] = limb.cover === "arm" ? 1 : 0;
        }
      }
    }
  }
  return { size, height: smooth(height, size), redness, arm };
}

/** Rounds the seams where limbs meet, but not the steps from one limb to another behind it. */
function smooth(height: Float32Array, size: number): Float32Array {
  const REACH = 2;
  const STEP = 3; // more than this is an edge
  const smoothed = height.slice();
  for (let row = REACH; row < size - REACH; row++) {
    for (let column = REACH; column < size - REACH; column++) {
      const at = row * size + column;
      const here = height[at];
      if (here === -Infinity) continue;
      let sum = 0;
      let count = 0;
      for (let dy = -REACH; dy <= REACH; dy++) {
        for (let dx = -REACH; dx <= REACH; dx++) {
          const there = height[at + dy * size + dx];
          if (Math.abs(there - here) > STEP) continue;
          sum += there;
          count++;
        }
      }
      smoothed[at] = sum / count;
    }
  }
  return smoothed;
}
