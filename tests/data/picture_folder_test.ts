import { assert, assertEquals, assertRejects } from "@std/assert";
import sharp, { type Sharp } from "sharp";
import { DataError } from "mle/data/data_error.ts";
import { readPictureFolder } from "mle/data/picture_folder.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

const FORMAT = { height: 64, width: 64, channels: 3, classCount: 6 };

/** A picture whose left half is red and right half is blue. */
function redAndBlue(width = 128, height = 128): Sharp {
  const pixels = Uint8Array.from(
    { length: width * height * 3 },
    (_, i) => {
      const left = Math.floor(i / 3) % width < width / 2;
      return i % 3 === (left ? 0 : 2) ? 255 : 0;
    },
  );
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Red, green and blue at a place of the only picture in a folder. */
async function readPixel(
  dir: TemporaryFolder,
  row: number,
  column: number,
): Promise<number[]> {
  const { pixels, count } = await readPictureFolder(dir.path, FORMAT);
  assertEquals(count, 1);
  const at = (row * 64 + column) * 3;
  return Array.from(pixels.subarray(at, at + 3));
}

function assertNear(actual: number[], expected: number[]): void {
  assert(
    actual.every((value, i) => Math.abs(value - expected[i]) <= 6),
    `${actual} is not ${expected}`,
  );
}

Deno.test("readPictureFolder reads JPEG and PNG pictures in the order of their names", async () => {
  await using dir = await temporaryFolder();
  const grey = (value: number) =>
    sharp({
      create: {
        width: 70,
        height: 64,
        channels: 3,
        background: { r: value, g: value, b: value },
      },
    });
  await grey(50).jpeg().toFile(dir.at("5_a.jpg"));
  await grey(10).png().toFile(dir.at("0_b.PNG"));
  await grey(30).jpeg().toFile(dir.at("3_IMG_1.jpeg"));
  await Deno.writeTextFile(dir.at("readme.txt"), "no picture");
  await Deno.writeTextFile(dir.at(".5_hidden.jpg"), "no picture");
  await Deno.mkdir(dir.at("folder.jpg"));
  const heard: number[][] = [];
  const set = await readPictureFolder(dir.path, FORMAT, (...progress) => {
    heard.push(progress);
  });
  assertEquals(set.labels, Uint8Array.of(0, 3, 5));
  assertEquals([set.count, set.height, set.width, set.channels], [
    3,
    64,
    64,
    3,
  ]);
  assertEquals(set.pixels.length, 3 * 64 * 64 * 3);
  [10, 30, 50].forEach((value, i) =>
    assertNear([set.pixels[i * 64 * 64 * 3 + 5000]], [value])
  );
  assertEquals(heard, [[3, 3]]);
});

Deno.test("readPictureFolder applies a picture's EXIF orientation", async () => {
  await using dir = await temporaryFolder();
  // Orientation 6: to be turned by 90° clockwise, so that left comes to the top.
  await redAndBlue().withMetadata({ orientation: 6 }).jpeg({ quality: 100 })
    .toFile(dir.at("1_a.jpg"));
  assertNear(await readPixel(dir, 10, 50), [254, 0, 0]);
  assertNear(await readPixel(dir, 50, 10), [0, 0, 254]);
});

Deno.test("readPictureFolder crops a wide picture around its middle", async () => {
  await using dir = await temporaryFolder();
  await redAndBlue(256, 64).png().toFile(dir.at("1_a.png"));
  assertNear(await readPixel(dir, 32, 5), [255, 0, 0]);
  assertNear(await readPixel(dir, 32, 58), [0, 0, 255]);
});

Deno.test("readPictureFolder makes grey and 16-bit pictures RGB", async () => {
  await using dir = await temporaryFolder();
  await sharp(new Uint8Array(64 * 64).fill(77), {
    raw: { width: 64, height: 64, channels: 1 },
  }).toColourspace("b-w").png().toFile(dir.at("1_a.png"));
  assertEquals((await sharp(dir.at("1_a.png")).metadata()).channels, 1);
  assertEquals(await readPixel(dir, 3, 3), [77, 77, 77]);
  await redAndBlue().toColourspace("rgb16").png().toFile(dir.at("1_a.png"));
  assertEquals((await sharp(dir.at("1_a.png")).metadata()).depth, "ushort");
  assertNear(await readPixel(dir, 3, 3), [255, 0, 0]);
});

Deno.test("readPictureFolder lays a transparent picture on white", async () => {
  await using dir = await temporaryFolder();
  await sharp({
    create: {
      width: 64,
      height: 64,
      channels: 4,
      background: { r: 200, g: 0, b: 0, alpha: 0.5 },
    },
  }).png().toFile(dir.at("1_a.png"));
  assertNear(await readPixel(dir, 3, 3), [227, 127, 127]);
});

async function assertRefuses(
  dir: TemporaryFolder,
  name: string,
  complaint: string,
): Promise<void> {
  const error = await assertRejects(
    () => readPictureFolder(dir.path, FORMAT),
    DataError,
  );
  const path = name === "" ? dir.path : dir.at(name);
  assertEquals(error.message, `Cannot read ${path}: expected ${complaint}`);
}

Deno.test("readPictureFolder refuses a folder without pictures", async () => {
  await using dir = await temporaryFolder();
  await assertRefuses(
    dir,
    "",
    "JPEG or PNG pictures named <label>_….jpg, got a folder without any",
  );
});

for (
  const [name, got] of [
    ["6_a.png", "the label 6"],
    ["IMG_1.png", "one that does not"],
    ["-1_a.png", "one that does not"],
    ["12.png", "one that does not"],
  ]
) {
  Deno.test(`readPictureFolder refuses the name ${name}`, async () => {
    await using dir = await temporaryFolder();
    await redAndBlue().png().toFile(dir.at(name));
    await assertRefuses(
      dir,
      name,
      `a name that begins with a label from 0 to 5 and _, got ${got}`,
    );
  });
}

Deno.test("readPictureFolder names a picture that cannot be decoded", async () => {
  await using dir = await temporaryFolder();
  await redAndBlue().png().toFile(dir.at("0_good.png"));
  await Deno.writeTextFile(dir.at("1_bad.jpg"), "no picture at all");
  await assertRefuses(
    dir,
    "1_bad.jpg",
    'a JPEG or PNG picture, got one that cannot be decoded ("Input buffer contains unsupported image format")',
  );
});

Deno.test("readPictureFolder refuses truncated pictures", async () => {
  const jpeg = await redAndBlue().jpeg().toBuffer();
  const png = await redAndBlue().png().toBuffer();
  for (const [name, bytes] of [["1_a.jpg", jpeg], ["1_a.png", png]] as const) {
    await using dir = await temporaryFolder();
    await Deno.writeFile(dir.at(name), bytes.subarray(0, bytes.length * 0.6));
    await assertRefuses(
      dir,
      name,
      `a JPEG or PNG picture, got only its first ${
        Math.floor(bytes.length * 0.6)
      } bytes: it is truncated. Copy or download it again`,
    );
  }
});

Deno.test("readPictureFolder says why it cannot decode a damaged picture", async () => {
  await using dir = await temporaryFolder();
  const png = await redAndBlue().png().toBuffer();
  png.fill(0, 60, 70); // within the packed pixels
  await Deno.writeFile(dir.at("1_a.png"), png);
  const error = await assertRejects(
    () => readPictureFolder(dir.path, FORMAT),
    DataError,
    'got one that cannot be decoded ("',
  );
  assertEquals(error.path, dir.at("1_a.png"));
  assertEquals(error.advice, "Copy or download it again");
});

Deno.test("readPictureFolder refuses a name with another label than its folder", async () => {
  await using dir = await temporaryFolder();
  await Deno.mkdir(dir.at("3"));
  for (const name of ["3_a.png", "b.png", "17_c.png", "4_d.png"]) {
    await redAndBlue().png().toFile(dir.at("3", name));
  }
  const refused = dir.at("3", "4_d.png");
  await assertRejects(
    () => readPictureFolder(dir.path, FORMAT),
    DataError,
    `Cannot read ${refused}: expected no other label than its folder's, got 4 ` +
      "in its name",
  );
  await Deno.remove(refused);
  const { labels } = await readPictureFolder(dir.path, FORMAT);
  assertEquals([...labels], [3, 3, 3]);
});
