import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { DISPLAY } from "mle/display/mod.ts";
import {
  type Picture,
  pictureGrid,
  type PictureGridOptions,
} from "mle/plot/mod.ts";
import sharp from "sharp";

/** A picture of 64 × 64 pixels of red, green and blue; every value says where it stands. */
const hand: Picture = {
  pixels: Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 37) % 251),
  shape: [64, 64, 3],
};

Deno.test("a picture is enlarged by a whole number, pixel by pixel", async () => {
  const { data, info } = await pixelsOf(await pictureGrid([hand]).toPng());
  const at = (x: number, y: number) =>
    Array.from(
      data.subarray(3 * (y * info.width + x), 3 * (y * info.width + x) + 3),
    );

  const margin = (info.width - 128) / 2;
  for (const [x, y] of [[0, 0], [63, 0], [0, 63], [31, 17]]) {
    const start = 3 * (y * 64 + x);
    const expected = Array.from(hand.pixels).slice(start, start + 3);
    for (const [dx, dy] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
      assertEquals(at(margin + 2 * x + dx, margin + 2 * y + dy), expected);
    }
  }
  assertEquals(at(0, 0), [255, 255, 255]);
});

Deno.test("grey values are mapped from the range, and kept within", async () => {
  const grey = { pixels: [-1, 0, 1, 7], shape: [2, 2, 1] };
  const png = await pictureGrid([grey], { range: [-1, 1] }).toPng();
  const { data, info } = await pixelsOf(png);
  const middle = (x: number, y: number) =>
    Array.from(
      data.subarray(3 * (y * info.width + x), 3 * (y * info.width + x) + 3),
    );

  assertEquals(middle(20, 20), [0, 0, 0]);
  assertEquals(middle(info.width - 20, 20), [128, 128, 128]);
  assertEquals(middle(20, info.height - 20), [255, 255, 255]);
  assertEquals(middle(info.width - 20, info.height - 20), [255, 255, 255]);
});

Deno.test("titles, captions, row titles and notice take room and leave ink", async () => {
  const two = [hand, hand];
  const bare = await pixelsOf(await pictureGrid(two, { columns: 1 }).toPng());
  const additions: PictureGridOptions[] = [
    { titles: ["y = 0", "y = 1"] },
    { captions: ["model: 3 (81 %)", "<b> & co."] },
    { rowTitles: ["original", "d = 3"] },
    { notice: "synthetic stand-in, not SIGNS" },
  ];
  for (const addition of additions) {
    const grid = pictureGrid(two, { columns: 1, ...addition });
    const { info } = await pixelsOf(await grid.toPng());
    assert(
      info.width > bare.info.width || info.height > bare.info.height,
      JSON.stringify(addition),
    );
  }
  const { data, info } = await pixelsOf(
    await pictureGrid(two, { titles: ["y = 0", "y = 1"] }).toPng(),
  );
  const titleLine = data.subarray(0, 3 * info.width * 20);
  assert(titleLine.some((value) => value < 100));
});

Deno.test("words are set in the font that comes along, without any on the machine", async () => {
  const configFile = await Deno.makeTempFile({ suffix: ".conf" });
  try {
    await Deno.writeTextFile(configFile, "<fontconfig></fontconfig>");
    const code = `
      import { pictureGrid } from "mle/plot/mod.ts";
      for (const letter of ["i", "m"]) {
        const titles = [letter.repeat(40)];
        const picture = { pixels: [0], shape: [1, 1, 1] };
        const png = await pictureGrid([picture], { titles }).toPng();
        console.log(new DataView(png.buffer).getUint32(16)); // its width
      }`;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", code],
      env: { FONTCONFIG_FILE: configFile },
    }).output();
    const [i, m] = new TextDecoder().decode(stdout).split("\n").map(Number);
    // The boxes that stand for missing letters would all be of one width.
    assert(i > 0 && m > 2 * i, `40 × i: ${i} pixels, 40 × m: ${m} pixels`);
  } finally {
    await Deno.remove(configFile);
  }
});

Deno.test("a notebook gets a small PNG and a line of text", async () => {
  const six = Array.from({ length: 6 }, () => hand);
  const grid = pictureGrid(six, {
    titles: six.map((_, index) => `y = ${index}`),
    notice: "synthetic stand-in, not SIGNS",
  });
  const bundle = await grid[DISPLAY]();

  const png = bundle["image/png"] as string;
  assert(png.startsWith("iVBORw0KGgo"));
  assert(png.length < 300_000, `${png.length} characters`);
  assertStringIncludes(bundle["text/plain"] as string, "6 pictures (y = 0; y");
  assertStringIncludes(grid.text, "synthetic stand-in, not SIGNS");
});

Deno.test("a grid is saved as PNG only", async () => {
  const path = await Deno.makeTempFile({ suffix: ".png" });
  try {
    const grid = pictureGrid([hand]);
    await grid.save(path);
    assertEquals(await Deno.readFile(path), await grid.toPng());
    await assertRejects(
      () => grid.save("grid.svg"),
      RangeError,
      "Cannot save pictures: expected a path ending in .png, got grid.svg",
    );
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("pictures that cannot be shown are refused", () => {
  const shapes: [number[], string][] = [
    [[64, 64], "expected shape [height, width, 1 or 3], got [64, 64]"],
    [[3, 64, 64], "expected shape [height, width, 1 or 3], got [3, 64, 64]"],
    [[64, 0, 3], "expected shape [height, width, 1 or 3], got [64, 0, 3]"],
    [[64, 63, 3], "expected 12096 values for shape [64, 63, 3], got 12288"],
  ];
  for (const [shape, message] of shapes) {
    assertThrows(
      () => pictureGrid([hand, { ...hand, shape }]),
      TypeError,
      `Cannot show picture 1: ${message}`,
    );
  }
  assertThrows(
    () => pictureGrid([{ pixels: [NaN], shape: [1, 1, 1] }]),
    TypeError,
    "Cannot show picture 0: expected finite numbers, got NaN",
  );
});

Deno.test("options that do not fit are refused", () => {
  const cases: [PictureGridOptions, string][] = [
    [{ columns: 0 }, "expected columns to be a positive integer, got 0"],
    [{ range: [1, 1] }, "expected a range from low to high, got [1, 1]"],
    [{ titles: ["a"] }, "expected 2 titles, got 1"],
    [{ captions: ["a", "b", "c"] }, "expected 2 captions, got 3"],
    [{ columns: 1, rowTitles: ["a"] }, "expected 2 rowTitles, got 1"],
  ];
  for (const [options, message] of cases) {
    assertThrows(
      () => pictureGrid([hand, hand], options),
      RangeError,
      `Cannot show pictures: ${message}`,
    );
  }
  assertThrows(
    () => pictureGrid([]),
    RangeError,
    "Cannot show pictures: expected at least one picture, got none",
  );
});

async function pixelsOf(png: Uint8Array) {
  return await sharp(png).removeAlpha().raw()
    .toBuffer({ resolveWithObject: true });
}
