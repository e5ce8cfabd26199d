import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import fc from "fast-check";
import { DataError } from "mle/data/data_error.ts";
import { readHdf5Pictures } from "mle/data/hdf5_pictures.ts";
import { runPython } from "../python.ts";
import { type Hdf5Dataset, writeHdf5 } from "./hdf5_file.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const FORMAT = { height: 2, width: 2, channels: 3, classCount: 6 };
const WANTED = { pixels: "x", labels: "y" };
const X: Hdf5Dataset = {
  data: Uint8Array.from({ length: 48 }, (_, i) => 5 * i),
  shape: [4, 2, 2, 3],
};
const Y: Hdf5Dataset = {
  data: BigInt64Array.of(5n, 0n, 1n, 2n),
  shape: [1, 4],
};

Deno.test("readHdf5Pictures reads pictures, labels in one row, one column, flat or one-hot", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("a.h5");
  const labels = [
    Y,
    { data: Uint8Array.of(5, 0, 1, 2), shape: [4] },
    { data: Float64Array.of(5, 0, 1, 2), shape: [4, 1] },
    {
      data: Uint8Array.from(
        [5, 0, 1, 2].flatMap((label) =>
          [0, 1, 2, 3, 4, 5].map((c) => Number(c === label))
        ),
      ),
      shape: [4, 6],
    },
  ];
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
    "x of shape (any, 2, 2, 3), got shape (4, 1, 4, 3)",
  ],
  [
    "pictures of another dtype",
    { x: { ...X, data: new Float32Array(48) }, y: Y },
    "uint8 numbers in x, got dtype <f",
  ],
  [
    "labels of another count",
    { x: X, y: { data: Uint8Array.of(0, 1), shape: [2] } },
    "y of shape (4,) or (1, 4) or (4, 1) or (4, 6), got shape (2,)",
  ],
  [
    "labels with a fraction",
    { x: X, y: { data: Float32Array.of(0, 1, 2.5, 3), shape: [4] } },
    "labels from 0 to 5, got 2.5 for picture 2",
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
    `Cannot read ${path}: expected little-endian numbers in y, got dtype >i`,
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
    "Cannot read none.h5: expected a file, got nothing: it does not exist",
    "Cannot read half.h5: expected an intact HDF5 file, " +
    `got ${whole.length / 2} of its ${whole.length} bytes: it is truncated`,
    "Cannot read text.h5: expected an intact HDF5 file, got a web page. The address led to a page: log in, then save the file again",
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

Deno.test("readHdf5Pictures reads what h5py has packed with LZF", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("packed.h5");
  await runPython(`import h5py, numpy
with h5py.File(${JSON.stringify(path)}, "w") as file:
    x = numpy.arange(48, dtype="u1").reshape(4, 2, 2, 3)
    file.create_dataset("x", data=x, compression="lzf")
    file["y"] = numpy.array([[0], [1], [2], [3]])
`);
  const read = await readHdf5Pictures(path, WANTED, FORMAT);
  assertEquals([...read.pixels], Array.from({ length: 48 }, (_, i) => i));
  assertEquals([...read.labels], [0, 1, 2, 3]);
});

Deno.test("what one process reads at a path does not depend on what was there before", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("a.h5");
  await writeHdf5(path, { x: X, y: Y });
  const sound = await Deno.readFile(path);
  const other = { ...X, data: new Uint8Array(48).fill(9) };
  await writeHdf5(path, { x: other, y: Y });
  const otherSound = await Deno.readFile(path);
  // Damaged where HDF5 notices it only after it has opened the file.
  const damaged = await Array.fromAsync(
    { length: 40 },
    (_, i) =>
      sound.map((byte, place) =>
        place > 90 + 40 * i && place < 98 + 40 * i ? 0xff : byte
      ),
  );
  const outcome = async (bytes: Uint8Array) => {
    await Deno.writeFile(path, bytes);
    return await readHdf5Pictures(path, WANTED, FORMAT)
      .then(({ pixels }) => pixels[0], ({ name }) => name);
  };
  for (const bytes of damaged) {
    await outcome(bytes);
    assertEquals(
      [
        await outcome(sound),
        await outcome(sound.subarray(0, 400)),
        await outcome(new TextEncoder().encode("<html></html>")),
        await outcome(otherSound),
      ],
      [0, "DataError", "DataError", 9],
    );
  }
});
