import type { Chance } from "./chance.ts";

/** The bends of a finger's three joints, from the palm out, in degrees. */
export type Flexion = readonly [mcp: number, pip: number, dip: number];

/** What a hand does; the palm faces the viewer, the fingers point up. */
export interface Pose {
  /** Index, middle, ring and little finger. */
  readonly fingers: readonly { flexion: Flexion; spread: number }[];
  /** Stretched away from the palm, laid across it, or touching the fingertips. */
  readonly thumb: "raised" | "folded" | "opposed";
  /** How far the thumb stands off when it is raised, in degrees. */
  readonly thumbSpread: number;
}

/** Which of index, middle, ring, little finger and thumb are raised (1) by count. */
const RAISED: readonly (readonly string[])[] = [
  ["0000-0"],
  ["1000-0"],
  ["1100-0"],
  ["1100-1", "1110-0"],
  ["1111-0"],
  ["1111-1"],
];

// How the fingers fan out when they are spread, in degrees towards the thumb.
const FAN = [9, 1, -8, -19];

/** Makes up a hand that shows `count` raised fingers, 0 to 5. */
export function choosePose(count: number, chance: Chance): Pose {
  const [raised, thumb] = chance.pick(RAISED[count]).split("-");
  const spread = chance.between(0.2, 1.5);
  const isRing = count === 0 && chance.happens(0.5);
  return {
    fingers: FAN.map((angle, i) => ({
      flexion: raised[i] === "1"
        ? straight(chance)
        : isRing
        ? rounded(chance)
        : curled(chance),
      spread: chance.around(raised[i] === "1" ? angle * spread : angle / 3, 2),
    })),
    thumb: thumb === "1" ? "raised" : isRing ? "opposed" : "folded",
    thumbSpread: chance.between(25, 60),
  };
}

function straight(chance: Chance): Flexion {
  return [chance.between(-5, 18), chance.between(0, 18), chance.between(0, 10)];
}

function curled(chance: Chance): Flexion {
  return [chance.around(80, 5), chance.around(100, 4), chance.around(60, 6)];
}

function rounded(chance: Chance): Flexion {
  return [chance.around(48, 4), chance.around(62, 4), chance.around(45, 4)];
}
