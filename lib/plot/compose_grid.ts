import sharp, { type OverlayOptions } from "sharp";
import { picturePng, type RgbPicture } from "./picture.ts";
import { type TextImage, textImage } from "./text_image.ts";

/** Pictures with the texts around them. */
export interface Grid {
  readonly pictures: readonly RgbPicture[];
  readonly columns: number;
  readonly titles: readonly string[];
  readonly captions: readonly string[];
  readonly rowTitles: readonly string[];
  readonly notice?: string;
}

/**
 * Small pictures are enlarged to about this size, in pixels, as long as a row
 * fits the page.
 */
const PICTURE_SIZE = 128;
const PAGE_WIDTH = 960;

// Pictures are white whatever surrounds them.
const INK = "#262626";
const MUTED_INK = "#595959";

const TITLE_SIZE = 13;
const CAPTION_SIZE = 11.5;
const GAP = 10;
const LINE_GAP = 3;

/** Draws the grid as a PNG. */
export async function composeGrid(grid: Grid): Promise<Uint8Array> {
  const { pictures, columns } = grid;
  const scale = enlargement(pictures, columns);
  const notice = grid.notice === undefined ? [] : [grid.notice];
  const [titles, captions, rowTitles, notices] = await Promise.all([
    textImages(grid.titles, INK, TITLE_SIZE),
    textImages(grid.captions, MUTED_INK, CAPTION_SIZE),
    textImages(grid.rowTitles, INK, TITLE_SIZE),
    textImages(notice, MUTED_INK, TITLE_SIZE),
  ]);

  const cellWidth = Math.max(
    ...pictures.map((picture) => picture.width * scale),
    ...[...titles, ...captions].map((text) => text.width),
  );
  const pictureHeight = scale *
    Math.max(...pictures.map((picture) => picture.height));
  const [titleHeight, captionHeight, noticeHeight] = [titles, captions, notices]
    .map(lineHeight);
  const cellHeight = titleHeight + captionHeight + pictureHeight;
  const left = GAP + (rowTitles.length > 0 ? widest(rowTitles) + GAP : 0);
  const top = GAP + (noticeHeight > 0 ? noticeHeight + GAP : 0);
  const rows = Math.ceil(pictures.length / columns);

  const overlays: OverlayOptions[] = notices.map((text) =>
    overlay(text, GAP, GAP)
  );
  for (const [index, picture] of pictures.entries()) {
    const x = left + (index % columns) * (cellWidth + GAP);
    const y = top + Math.floor(index / columns) * (cellHeight + GAP);
    const centre = (width: number) => x + Math.floor((cellWidth - width) / 2);
    for (
      const [texts, top] of [
        [titles, y],
        [captions, y + titleHeight],
      ] as const
    ) {
      const text = texts[index];
      if (text) overlays.push(overlay(text, centre(text.width), top));
    }
    overlays.push({
      input: await picturePng(picture, scale),
      left: centre(picture.width * scale),
      top: y + titleHeight + captionHeight,
    });
  }
  for (const [row, text] of rowTitles.entries()) {
    const y = top + row * (cellHeight + GAP) + titleHeight + captionHeight;
    const middle = y + Math.floor((pictureHeight - text.height) / 2);
    overlays.push(overlay(text, left - GAP - text.width, middle));
  }

  const width = Math.max(
    left + columns * (cellWidth + GAP),
    widest(notices) + 2 * GAP,
  );
  const height = top + rows * (cellHeight + GAP);
  const isGrey = pictures.every((picture) => picture.isGrey);
  const png = await sharp({
    create: { width, height, channels: 3, background: "white" },
  })
    .composite(overlays)
    .removeAlpha()
    .toColourspace(isGrey ? "b-w" : "srgb")
    .png({ compressionLevel: 9, adaptiveFiltering: isGrey })
    .toBuffer();
  return new Uint8Array(png);
}

/** The factor to enlarge by, an integer so that pixels stay squares. */
function enlargement(pictures: readonly RgbPicture[], columns: number): number {
  const room = Math.min(PICTURE_SIZE, PAGE_WIDTH / columns - GAP);
  const size = Math.max(
    ...pictures.flatMap((picture) => [picture.width, picture.height]),
  );
  return Math.max(1, Math.floor(room / size));
}

function overlay(text: TextImage, left: number, top: number): OverlayOptions {
  return { input: text.png, left, top };
}

async function textImages(
  texts: readonly string[],
  color: string,
  size: number,
): Promise<TextImage[]> {
  return await Promise.all(texts.map((text) => textImage(text, color, size)));
}

/** The height of a line of text and the gap below it; 0 if there is no text. */
function lineHeight(texts: readonly TextImage[]): number {
  return texts.length === 0
    ? 0
    : Math.max(...texts.map((text) => text.height)) + LINE_GAP;
}

function widest(texts: readonly TextImage[]): number {
  return Math.max(0, ...texts.map((text) => text.width));
}
