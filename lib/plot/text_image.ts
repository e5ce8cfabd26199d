import type { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

/** Words set in type, to be laid on a picture. */
export interface TextImage {
  readonly width: number;
  readonly height: number;
  /** A PNG with transparent ground. */
  readonly png: Buffer;
}

/** The font comes with the project: a bare machine has none, and would print boxes. */
const FONT_FILE = fileURLToPath(
  import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
);

/** Sets one line of text; lines of one size are equally high, so that their baselines agree. */
export async function textImage(
  text: string,
  color: string,
  sizePx: number,
): Promise<TextImage> {
  // The picture is cut to what has ink, hence a nearly transparent bar of full height at both ends.
  const strut = `<span alpha="1">|</span>`;
  const { data, info } = await sharp({
    text: {
      text: `${strut}<span foreground="${color}">${
        escape(text)
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

/** Pango, which sets the text, reads markup. */
function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
