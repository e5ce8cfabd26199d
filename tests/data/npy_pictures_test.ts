import { assertEquals, assertRejects } from "@std/assert";
import { DataError } from "mle/data/data_error.ts";
import { writeNpy } from "mle/data/npy.ts";
import { readNpyPictures, writeNpyPictures } from "mle/data/npy_pictures.ts";
import { plainPictures } from "./plain_pictures.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

const FORMAT = { height: 2, width: 2, channels: 3, classCount: 6 };
const SPLITS = {
  train: plainPictures([0, 1, 2, 3, 4, 5], 2),
  val: plainPictures([5, 4], 2),
  test: plainPictures([3, 3, 3], 2),
};

/** What is wrong in the folder, how it got wrong, and what is said of which file. */
const REFUSALS: [
  what: string,
  spoil: (dir: TemporaryFolder) => Promise<void>,
  file: string,
  complaint: string,
][] = [
  [
    "pictures of another size",
    (dir) =>
      writeNpy(dir.at("X_val.npy"), new Uint8Array(2 * 27), [2, 3, 3, 3]),
    "X_val.npy",
    "an array of shape (any, 2, 2, 3), got shape (2, 3, 3, 3)",
  ],
  [
    "pictures of integers that are no bytes",
    (dir) =>
      writeNpy(dir.at("X_val.npy"), new Int32Array(24).fill(256), [2, 2, 2, 3]),
    "X_val.npy",
    "pixels from 0 to 255, got 256 at place 0",
  ],
  [
    "counts that don't agree",
    (dir) => writeNpy(dir.at("Y_train.npy"), new Uint8Array(5), [5]),
    "Y_train.npy",
    "6 labels, one for each picture of X_train.npy, got 5",
  ],
  [
    "no pictures at all",
    async (dir) => {
      await writeNpy(dir.at("X_val.npy"), new Uint8Array(0), [0, 2, 2, 3]);
      await writeNpy(dir.at("Y_val.npy"), new Uint8Array(0), [0]);
    },
    "X_val.npy",
    "pictures, got none",
  ],
  [
    "a label above the classes",
    (dir) => writeNpy(dir.at("Y_val.npy"), BigInt64Array.of(0n, 6n), [2]),
    "Y_val.npy",
    "labels from 0 to 5, got 6 for picture 1",
  ],
  [
    "a negative label",
    (dir) => writeNpy(dir.at("Y_val.npy"), Int8Array.of(-1, 0), [2]),
    "Y_val.npy",
    "labels from 0 to 5, got -1 for picture 0",
  ],
  [
    "a label that only modulo 256 is one",
    (dir) =>
      writeNpy(dir.at("Y_val.npy"), BigUint64Array.of(1n, 2n ** 63n), [2]),
    "Y_val.npy",
    "labels from 0 to 5, got 9223372036854775808 for picture 1",
  ],
  [
    "labels with a fraction",
    (dir) => writeNpy(dir.at("Y_val.npy"), Float32Array.of(0, 1.5), [2]),
    "Y_val.npy",
    "labels from 0 to 5, got 1.5 for picture 1",
  ],
  [
    "a pixel that is no number",
    (dir) => writeFloats(dir, 17, NaN),
    "X_val.npy",
    "pixels from 0 to 255, got NaN in picture 1, row 0, column 1",
  ],
  [
    "an infinite pixel",
    (dir) => writeFloats(dir, 0, Infinity),
    "X_val.npy",
    "pixels from 0 to 255, got Infinity in picture 0, row 0, column 0",
  ],
  [
    "a pixel below 0",
    (dir) => writeFloats(dir, 11, -0.5),
    "X_val.npy",
    "pixels from 0 to 255, got -0.5 in picture 0, row 1, column 1",
  ],
  [
    "pixels that have been scaled already",
    (dir) =>
      writeNpy(dir.at("X_val.npy"), new Float32Array(24).fill(0.5), [
        2,
        2,
        2,
        3,
      ]),
    "X_val.npy",
    "pixels from 0 to 255, got none above 0.5: they have been scaled already. Multiply them by 255",
  ],
  [
    "bytes that were scaled before they were bytes",
    (dir) =>
      writeNpy(dir.at("X_val.npy"), new Uint8Array(24).fill(1), [2, 2, 2, 3]),
    "X_val.npy",
    "pixels from 0 to 255, got none above 1: they were scaled before they were " +
    "made integers. What that cut off is lost: save the pictures " +
    "again, unscaled",
  ],
  [
    "pixels that go to 2",
    (dir) => writePixels(dir, (i) => i / 11.5),
    "X_val.npy",
    "pixels from 0 to 255, got none above 2: they have been scaled already. " +
    "Scale them back to 0 … 255",
  ],
  [
    "standardised pixels",
    (dir) => writePixels(dir, (i) => i / 8 - 1.25),
    "X_val.npy",
    "pixels from 0 to 255, got -1.25 to 1.625: they have been standardised or " +
    "centred. Use the pictures as they were before that",
  ],
  [
    "scaled pictures of which one was left out",
    (dir) => writePixels(dir, (i) => i < 12 ? i / 16 : 10 * i),
    "X_val.npy",
    "pixels from 0 to 255, got none above 0.6875 in picture 0: they have been " +
    "scaled already. Multiply them by 255",
  ],
  [
    "one-hot labels with two classes",
    (dir) => writeNpy(dir.at("Y_val.npy"), oneHot(5, 4).with(6, 1), [2, 6]),
    "Y_val.npy",
    "one-hot labels (1 for the picture's class, 0 for the others), got 1, 0, " +
    "0, 0, 1, 0 for picture 1",
  ],
  [
    "one-hot labels with no class",
    (dir) => writeNpy(dir.at("Y_val.npy"), new Uint8Array(12), [2, 6]),
    "Y_val.npy",
    "one-hot labels (1 for the picture's class, 0 for the others), got 0, 0, " +
    "0, 0, 0, 0 for picture 0",
  ],
  [
    "probabilities as labels",
    (dir) =>
      writeNpy(dir.at("Y_val.npy"), new Float32Array(12).fill(0.5), [2, 6]),
    "Y_val.npy",
    "one-hot labels (1 for the picture's class, 0 for the others), got 0.5, " +
    "0.5, 0.5, 0.5, 0.5, 0.5 for picture 0",
  ],
  [
    "labels for other classes, one-hot",
    (dir) => writeNpy(dir.at("Y_val.npy"), new Uint8Array(20), [2, 10]),
    "Y_val.npy",
    "an array of shape (any,) or (any, 1) or (any, 6), got shape (2, 10)",
  ],
  [
    "a folder with some of the files",
    async (dir) => {
      await Deno.remove(dir.at("Y_train.npy"));
      await Deno.remove(dir.at("X_test.npy"));
    },
    "",
    "the files X_train.npy, Y_train.npy, X_val.npy, Y_val.npy, X_test.npy, Y_test.npy, " +
    "got a folder without Y_train.npy, X_test.npy",
  ],
];

function oneHot(...labels: number[]): Float32Array {
  const rows = new Float32Array(labels.length * 6);
  labels.forEach((label, i) => rows[6 * i + label] = 1);
  return rows;
}

function writePixels(
  dir: TemporaryFolder,
  pixel: (i: number) => number,
): Promise<void> {
  const pixels = Float32Array.from({ length: 24 }, (_, i) => pixel(i));
  return writeNpy(dir.at("X_val.npy"), pixels, [2, 2, 2, 3]);
}

function writeFloats(
  dir: TemporaryFolder,
  place: number,
  value: number,
): Promise<void> {
  const pixels = new Float32Array(24).fill(100);
  pixels[place] = value;
  return writeNpy(dir.at("X_val.npy"), pixels, [2, 2, 2, 3]);
}

for (const [what, spoil, file, complaint] of REFUSALS) {
  Deno.test(`readNpyPictures refuses ${what}`, async () => {
    await using dir = await temporaryFolder();
    await writeNpyPictures(dir.path, SPLITS);
    await spoil(dir);
    const error = await assertRejects(
      () => readNpyPictures(dir.path, FORMAT),
      DataError,
    );
    const path = file === "" ? dir.path : dir.at(file);
    assertEquals(error.message, `Cannot read ${path}: expected ${complaint}`);
  });
}

Deno.test("readNpyPictures refuses a folder that is not there", async () => {
  await using dir = await temporaryFolder();
  const error = await assertRejects(
    () => readNpyPictures(dir.at("none"), FORMAT),
    DataError,
  );
  assertEquals(
    error.message,
    `Cannot read ${dir.at("none")}: expected a folder, ` +
      "got nothing: it does not exist",
  );
});

Deno.test("readNpyPictures reads what writeNpyPictures writes", async () => {
  await using dir = await temporaryFolder();
  await writeNpyPictures(dir.path, SPLITS);
  assertEquals(await readNpyPictures(dir.path, FORMAT), SPLITS);
});

Deno.test("readNpyPictures takes dark pictures, and one that is all black", async () => {
  await using dir = await temporaryFolder();
  await writeNpyPictures(dir.path, SPLITS);
  const pixels = new Uint8Array(24).fill(17, 12);
  await writeNpy(dir.at("X_val.npy"), pixels, [2, 2, 2, 3]);
  assertEquals((await readNpyPictures(dir.path, FORMAT)).val.pixels, pixels);
});

Deno.test("readNpyPictures takes one-hot labels", async () => {
  await using dir = await temporaryFolder();
  await writeNpyPictures(dir.path, SPLITS);
  await writeNpy(dir.at("Y_val.npy"), oneHot(5, 4), [2, 6]);
  assertEquals(await readNpyPictures(dir.path, FORMAT), SPLITS);
});

Deno.test("readNpyPictures takes names in lower case, but no name twice", async () => {
  await using dir = await temporaryFolder();
  await writeNpyPictures(dir.path, SPLITS);
  for (const name of dir.names()) {
    await Deno.rename(dir.at(name), dir.at(name.toLowerCase()));
  }
  assertEquals(await readNpyPictures(dir.path, FORMAT), SPLITS);
  await Deno.copyFile(dir.at("x_val.npy"), dir.at("X_val.npy"));
  if (dir.names().length === 6) return; // here, it is the same name
  const error = await assertRejects(
    () => readNpyPictures(dir.path, FORMAT),
    DataError,
  );
  assertEquals(
    error.message,
    `Cannot read ${dir.path}: expected each of the six files once, got ` +
      "X_val.npy and x_val.npy. Remove the one that does not belong there",
  );
});

Deno.test("readNpyPictures reads float64 pixels as float32", async () => {
  await using dir = await temporaryFolder();
  await writeNpyPictures(dir.path, SPLITS);
  const pixels = Float64Array.from({ length: 24 }, (_, i) => 10.5 * i);
  await writeNpy(dir.at("X_val.npy"), pixels, [2, 2, 2, 3]);
  const { val } = await readNpyPictures(dir.path, FORMAT);
  assertEquals(val.pixels, Float32Array.from(pixels));
});

Deno.test("readNpyPictures takes integers of any kind as pixels, labels as floats in a column", async () => {
  await using dir = await temporaryFolder();
  await writeNpyPictures(dir.path, SPLITS);
  const pixels = BigInt64Array.from({ length: 24 }, (_, i) => 10n * BigInt(i));
  await writeNpy(dir.at("X_val.npy"), pixels, [2, 2, 2, 3]);
  await writeNpy(dir.at("Y_val.npy"), Float64Array.of(5, 0), [2, 1]);
  const { val } = await readNpyPictures(dir.path, FORMAT);
  assertEquals(val.pixels, Uint8Array.from(pixels, Number));
  assertEquals(val.labels, Uint8Array.of(5, 0));
});
