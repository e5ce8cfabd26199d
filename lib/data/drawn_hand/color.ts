import type { Chance } from "./chance.ts";

/** Red, green and blue, 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** The colour at `t` between `a` (0) and `b` (1). */
export function mix(a: Color, b: Color, t: number): Color {
  return [
    a[0] + t * (b[0] - a[0]),
    a[1] + t * (b[1] - a[1]),
    a[2] + t * (b[2] - a[2]),
  ];
}

// From very fair to very dark.
const SKIN_TONES: readonly Color[] = [
  [244, 208, 186],
  [228, 180, 150],
  [205, 150, 116],
  [172, 116, 82],
  [128, 82, 58],
  [88, 58, 44],
];

/** Any skin tone between very fair and very dark, a little warmer or cooler. */
export function chooseSkin(chance: Chance): Color {
  const place = chance.between(0, SKIN_TONES.length - 1);
  const index = Math.floor(place);
  const [r, g, b] = mix(
    SKIN_TONES[index],
    SKIN_TONES[index + 1],
    place - index,
  );
  const warmth = chance.around(0, 4);
  return [r + warmth, g, b - warmth];
}

/** A colour of given lightness (0 to 255); `saturation` 0 is grey, 1 full. */
export function chooseColor(
  chance: Chance,
  lightness: number,
  saturation: number,
): Color {
  const hue = chance.between(0, 2 * Math.PI);
  const part = (shift: number) =>
    lightness * (1 + saturation * Math.cos(hue + shift));
  return [part(0), part(2 * Math.PI / 3), part(4 * Math.PI / 3)];
}
