import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import fc from "fast-check";
import { DataError } from "mle/data/data_error.ts";
import { readHdf5Pictures } from "mle/data/hdf5_pictures.ts";
import { type Hdf5Dataset, writeHdf5 } from "./hdf5_file.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const FORMAT = { height: 2, width: 2, channels: 3, classCount: 6 };
const WANTED = { pixels: "x", labels: "y", count: 4 };
const X: Hdf5Dataset = {
  data: Uint8Array.from({ length: 48 }, (_, i) => 5 * i),
  shape: [4, 2, 2, 3],
};
const Y: Hdf5Dataset = {
  data: BigInt64Array.of(5n, 0n, 1n, 2n),
  shape: [1, 4],
};

Deno.test("readHdf5Pictures reads pictures, labels in one row or flat", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("a.h5");
  const labels = [Y, { data: Uint8Array.of(5, 0, 1, 2), shape: [4] }];
  for (const y of labels) {
    await writeHdf5(path, {
      x: X,
      y,
      list_classes: { data: Int32Array.of(1), shape: [1] },
    });
    assertEquals(await readHdf5Pictures(path, WANTED, FORMAT), {
      pixels: X.data as Uint8Array,
      labels: Uint8Array.of(5, 0, 1, 2),
      count: 4,
      height: 2,
      width: 2,
      channels: 3,
    });
  }
});

const REFUSALS: [string, Record<string, Hdf5Dataset>, string][] = [
  ["a file without the pictures", { y: Y }, "a dataset x, got a file with y"],
  ["a file without anything", {}, "a dataset x, got a file with nothing"],
  [
    "pictures of another size",
    { x: { ...X, shape: [4, 1, 4, 3] }, y: Y },
    "x of shape (4, 2, 2, 3), got shape (4, 1, 4, 3)",
  ],
  [
    "pictures of another dtype",
    { x: { ...X, data: new Float32Array(48) }, y: Y },
    "uint8 numbers in x, got dtype <f",
  ],
  [
    "labels of another count",
    { x: X, y: { data: Uint8Array.of(0, 1), shape: [2] } },
    "y of shape (4,) or (1, 4), got shape (2,)",
  ],
  [
    "labels with a fraction",
    { x: X, y: { data: Float32Array.of(0, 1, 2, 3), shape: [4] } },
    "little-endian integers in y, got dtype <f",
  ],
  [
    "a label out of range",
    { x: X, y: { data: Int32Array.of(0, 1, 2, 6), shape: [4] } },
    "labels from 0 to 5, got 6 for picture 3",
  ],
];

for (const [what, datasets, complaint] of REFUSALS) {
  Deno.test(`readHdf5Pictures refuses ${what}`, async () => {
    await using dir = await temporaryFolder();
    const path = dir.at("a.h5");
    await writeHdf5(path, datasets);
    const error = await assertRejects(
      () => readHdf5Pictures(path, WANTED, FORMAT),
      DataError,
    );
    assertEquals(error.message, `Cannot read ${path}: expected ${complaint}`);
  });
}

Deno.test("readHdf5Pictures refuses big-endian labels", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("a.h5");
  const labels = { data: Int32Array.of(0, 1, 2, 3), shape: [4] };
  await writeHdf5(path, { x: X, y: labels });
  // HDF5's description of a signed little-endian int32; the lowest bit of its
  // second byte is the byte order.
  const int32 = [0x10, 0x08, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0];
  const bytes = await Deno.readFile(path);
  const at = bytes.findIndex((_, i) =>
    int32.every((b, j) => bytes[i + j] === b)
  );
  bytes[at + 1] |= 1;
  await Deno.writeFile(path, bytes);
  const error = await assertRejects(
    () => readHdf5Pictures(path, WANTED, FORMAT),
    DataError,
  );
  assertEquals(
    error.message,
    `Cannot read ${path}: expected little-endian integers in y, got dtype >i`,
  );
});

Deno.test("readHdf5Pictures refuses a file that is missing, truncated or something else", async () => {
  await using dir = await temporaryFolder();
  await writeHdf5(dir.at("whole.h5"), { x: X, y: Y });
  const whole = await Deno.readFile(dir.at("whole.h5"));
  await Deno.writeFile(dir.at("half.h5"), whole.subarray(0, whole.length / 2));
  await Deno.writeTextFile(dir.at("text.h5"), "<html>not found</html>");
  const complaints = [];
  for (const name of ["none.h5", "half.h5", "text.h5"]) {
    const error = await assertRejects(
      () => readHdf5Pictures(dir.at(name), WANTED, FORMAT),
      DataError,
    );
    complaints.push(error.message.replace(dir.at(name), name));
  }
  assertEquals(complaints, [
    "Cannot read none.h5: expected a file, got nothing: there is none of that name",
    "Cannot read half.h5: expected a sound HDF5 file, " +
    `got "truncated file: eof = ${
      whole.length / 2
    }, sblock->base_addr = 0, stored_eof = ${whole.length}"`,
    'Cannot read text.h5: expected a sound HDF5 file, got "file signature not found"',
  ]);
});

Deno.test("a corrupted HDF5 file is refused by a DataError, or read in the right shape", async () => {
  await using dir = await temporaryFolder();
  await writeHdf5(dir.at("whole.h5"), { x: X, y: Y });
  const whole = await Deno.readFile(dir.at("whole.h5"));
  const path = dir.at("a.h5");
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: whole.length - 1 }),
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      async (place, bytes) => {
        const corrupted = whole.slice();
        corrupted.set(bytes.subarray(0, whole.length - place), place);
        await Deno.writeFile(path, corrupted);
        const outcome = await readHdf5Pictures(path, WANTED, FORMAT)
          .catch((error) => error);
        if ("pixels" in outcome) {
          assertEquals(outcome.pixels.length, 48);
          assertEquals(outcome.labels.length, 4);
        } else {
          assertInstanceOf(outcome, DataError);
        }
      },
    ),
    { numRuns: 300 },
  );
});
