import type { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { escapeHtml } from "../display/mod.ts";

/** Typeset text, to be placed on a picture. */
export interface TextImage {
  readonly width: number;
  readonly height: number;
  /** A PNG with a transparent background. */
  readonly png: Buffer;
}

/**
 * The font comes with the project: a bare machine has none and would draw
 * boxes.
 */
const FONT_FILE = fileURLToPath(
  import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
);

/**
 * Typesets one line of text; lines of the same size are equally high, so that
 * their baselines agree.
 */
export async function textImage(
  text: string,
  color: string,
  sizePx: number,
): Promise<TextImage> {
  // The picture is cropped to its ink, hence a nearly transparent bar of full
  // height at both ends.
  const strut = `<span alpha="1">|</span>`;
  const { data, info } = await sharp({
    text: {
      // Pango, which sets the text, reads markup.
      text: `${strut}<span foreground="${color}">${
        escapeHtml(text)
      }</span>${strut}`,
      font: `DejaVu Sans ${sizePx}`,
      fontfile: FONT_FILE,
      // At 72 dots per inch a point is a pixel.
      dpi: 72,
      rgba: true,
    },
  }).png().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, png: data };
}
