import type { Flexion, Pose } from "./pose.ts";
import { addScaled, normalized, type Vector } from "./vector.ts";

/** A stretch of the hand: a round limb whose radius changes along its length. */
export interface Limb {
  readonly from: Vector;
  readonly to: Vector;
  readonly fromRadius: number;
  readonly toRadius: number;
  /** What it is covered with, and how red its skin is from 0 to 1. */
  readonly cover: "skin" | "arm";
  readonly redness: number;
}

// Lengths in units of the distance from the wrist to the middle knuckle, for a
// hand whose thumb is at the right (x > 0): proportions of a grown-up's hand.
const FINGERS = [
  { knuckle: [0.33, 0.98, 0], length: 0.86, radius: 0.108 },
  { knuckle: [0.11, 1.02, 0.02], length: 0.96, radius: 0.112 },
  { knuckle: [-0.11, 0.97, 0.01], length: 0.89, radius: 0.105 },
  { knuckle: [-0.31, 0.87, -0.02], length: 0.69, radius: 0.09 },
] as const;
const PHALANGES = [0.48, 0.29, 0.23];
const TAPER = [1, 0.93, 0.85, 0.72];

const THUMB_ROOT: Vector = [0.2, 0.22, 0.08];
const THUMB_LENGTHS = [0.42, 0.36, 0.28];
const THUMB_RADII = [0.19, 0.135, 0.118, 0.09];

/** The limbs of a hand and forearm in a pose. */
export function buildHand(pose: Pose): Limb[] {
  return [
    ...palm(),
    ...FINGERS.flatMap((finger, i) =>
      buildFinger(finger, pose.fingers[i].flexion, pose.fingers[i].spread)
    ),
    ...thumb(pose),
    ...forearm(),
  ];
}

function buildFinger(
  { knuckle, length, radius }: typeof FINGERS[number],
  flexion: Flexion,
  spread: number,
): Limb[] {
  const aside = radians(spread);
  let bend = 0;
  const directions = flexion.map((angle): Vector => {
    bend += radians(angle);
    const forward = Math.cos(bend);
    return [
      forward * Math.sin(aside),
      forward * Math.cos(aside),
      Math.sin(bend),
    ];
  });
  const lengths = PHALANGES.map((share) => share * length);
  const radii = TAPER.map((share) => share * radius);
  return chain(knuckle, directions, lengths, radii);
}

function thumb({ thumb, thumbSpread }: Pose): Limb[] {
  const aside = radians(thumbSpread);
  const directions: Record<Pose["thumb"], Vector[]> = {
    raised: [
      [Math.sin(aside + 0.1), Math.cos(aside + 0.1), 0.35],
      [Math.sin(aside), Math.cos(aside), 0.1],
      [Math.sin(aside - 0.1), Math.cos(aside - 0.1), 0],
    ],
    folded: [[0.35, 0.72, 0.55], [-0.62, 0.5, 0.5], [-0.9, 0.2, -0.05]],
    opposed: [[0.45, 0.55, 0.75], [0, 0.7, 0.7], [-0.2, 0.9, 0.25]],
  };
  return chain(
    THUMB_ROOT,
    directions[thumb].map(normalized),
    THUMB_LENGTHS,
    THUMB_RADII,
  );
}

function palm(): Limb[] {
  const skin = { cover: "skin", redness: 0.35 } as const;
  const metacarpals = FINGERS.map(({ knuckle, radius }, i): Limb => ({
    from: [0.18 - 0.12 * i, 0.1, 0],
    to: knuckle,
    fromRadius: 0.19,
    toRadius: radius * 1.3,
    ...skin,
  }));
  const heel: Limb = { // the pad below the little finger
    from: [-0.17, 0.2, 0.05],
    to: [-0.24, 0.62, 0.02],
    fromRadius: 0.19,
    toRadius: 0.16,
    ...skin,
  };
  return [...metacarpals, heel];
}

function forearm(): Limb[] {
  return [-0.1, 0.1].map((x): Limb => ({
    from: [x, 0.1, 0],
    to: [1.6 * x, -4, -0.3],
    fromRadius: 0.17,
    toRadius: 0.36,
    cover: "arm",
    redness: 0.1,
  }));
}

function chain(
  root: Vector,
  directions: readonly Vector[],
  lengths: readonly number[],
  radii: readonly number[],
): Limb[] {
  let from = root;
  return directions.map((direction, i) => {
    const to = addScaled(from, direction, lengths[i]);
    const limb: Limb = {
      from,
      to,
      fromRadius: radii[i],
      toRadius: radii[i + 1],
      cover: "skin",
      redness: 0.3 + 0.25 * i,
    };
    from = to;
    return limb;
  });
}

function radians(degrees: number): number {
  return degrees * Math.PI / 180;
}
