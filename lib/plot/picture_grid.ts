import { composeGrid, type Grid } from "./compose_grid.ts";
import { DISPLAY, type Displayable, type MimeBundle } from "../display/mod.ts";
import { type Picture, toRgb } from "./picture.ts";
import { writeFileAtomically } from "../io/mod.ts";

/** How `pictureGrid` arranges pictures and which texts it adds. */
export interface PictureGridOptions {
  /** Pictures in a row; by default all of them. */
  readonly columns?: number;
  /** One line above each picture. */
  readonly titles?: readonly string[];
  /** A second line above each picture. */
  readonly captions?: readonly string[];
  /** One name at the left of each row. */
  readonly rowTitles?: readonly string[];
  /** A line above the grid, such as a notice of what the data are. */
  readonly notice?: string;
  /**
   * The values drawn as black and as full brightness, by default `[0, 255]`;
   * values beyond them are clipped.
   */
  readonly range?: readonly [number, number];
}

/** Pictures in rows; a notebook shows them when they are the value of a cell. */
export class PictureGrid implements Displayable {
  readonly #grid: Grid;
  /** What the pictures are, in one plain line. */
  readonly text: string;

  /** Use `pictureGrid` to make one. */
  constructor(grid: Grid, text: string) {
    this.#grid = grid;
    this.text = text;
  }

  /** The grid as a PNG; a pixel of a small picture becomes a square of equal pixels. */
  async toPng(): Promise<Uint8Array> {
    return await composeGrid(this.#grid);
  }

  /**
   * Writes the grid as a picture (`.png`).
   *
   * @throws RangeError if the name ends in anything else.
   */
  async save(path: string): Promise<void> {
    if (!path.endsWith(".png")) {
      throw new RangeError(
        `Cannot save pictures: expected a path ending in .png, got ${path}`,
      );
    }
    await writeFileAtomically(path, await this.toPng());
  }

  /** What a notebook shows: the picture and a line of text. */
  async [DISPLAY](): Promise<MimeBundle> {
    const png = (await this.toPng()).toBase64();
    const alt = escape(this.text);
    return {
      // JupyterLab gives a plain picture no text for those who cannot see it.
      "text/html": `<img alt="${alt}" src="data:image/png;base64,${png}">`,
      "image/png": png,
      "text/plain": this.text,
    };
  }
}

/**
 * Arranges pictures in rows.
 *
 * @example
 * ```ts
 * import { pictureGrid } from "mle/plot/mod.ts";
 *
 * const checkered = { pixels: [0, 255, 255, 0], shape: [2, 2, 1] };
 * const png = await pictureGrid([checkered], { titles: ["y = 0"] }).toPng();
 * ```
 *
 * @throws TypeError if a picture's shape is not `[height, width, 1 or 3]` or
 * does not match its values, or a value is not a number.
 * @throws RangeError if there are no pictures, the number of columns is not a
 * positive integer, the range is empty, or there are not as many titles as
 * pictures (or rows).
 */
export function pictureGrid(
  pictures: readonly Picture[],
  options: PictureGridOptions = {},
): PictureGrid {
  const { columns = pictures.length, range = [0, 255] } = options;
  const { titles = [], captions = [], rowTitles = [], notice } = options;
  if (pictures.length === 0) refuse("expected at least one picture, got none");
  if (!Number.isInteger(columns) || columns < 1) {
    refuse(`expected columns to be a positive integer, got ${columns}`);
  }
  if (!(range[0] < range[1])) {
    refuse(`expected a range from low to high, got [${range.join(", ")}]`);
  }
  const rows = Math.ceil(pictures.length / columns);
  checkCount("titles", titles, pictures.length);
  checkCount("captions", captions, pictures.length);
  checkCount("rowTitles", rowTitles, rows);
  const drawn = pictures.map((picture, index) => toRgb(picture, range, index));
  return new PictureGrid(
    { pictures: drawn, columns, titles, captions, rowTitles, notice },
    describe(pictures, options),
  );
}

function checkCount(name: string, texts: readonly string[], count: number) {
  if (texts.length !== 0 && texts.length !== count) {
    refuse(`expected ${count} ${name}, got ${texts.length}`);
  }
}

function refuse(reason: string): never {
  throw new RangeError(`Cannot show pictures: ${reason}`);
}

/** The text in an attribute of HTML. */
function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}

/**
 * `2 pictures (y = 0, model: 3; y = 1, model: 1). synthetic stand-in`, or
 * `20 pictures (rows: original; linear)`.
 */
function describe(
  pictures: readonly Picture[],
  { titles = [], captions = [], rowTitles = [], notice }: PictureGridOptions,
): string {
  const names = pictures
    .map((_, i) => [titles[i], captions[i]].filter(Boolean).join(", "))
    .filter(Boolean);
  if (rowTitles.length > 0) names.push(`rows: ${rowTitles.join("; ")}`);
  const count = pictures.length === 1
    ? "1 picture"
    : `${pictures.length} pictures`;
  const what = names.length > 0 ? `${count} (${names.join("; ")})` : count;
  return notice === undefined ? what : `${what}. ${notice}`;
}
