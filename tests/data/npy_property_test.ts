import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { DataError } from "mle/data/data_error.ts";
import { readNpy, writeNpy } from "mle/data/npy.ts";
import { NPY_DTYPES, type NpyDtype } from "mle/data/npy_dtype.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const DTYPES = Object.keys(NPY_DTYPES) as NpyDtype[];
const WRITABLE = DTYPES.filter((dtype) => dtype !== "<f2") as Exclude<
  NpyDtype,
  "<f2"
>[];
const RUNS = { numRuns: 200 };

/** Any bytes taken as numbers of any kind, in any shape of one to four axes. */
const arrays = fc.record({
  dtype: fc.constantFrom(...WRITABLE),
  shape: fc.array(fc.integer({ min: 0, max: 4 }), {
    minLength: 1,
    maxLength: 4,
  }),
  seed: fc.uint8Array({ minLength: 1, maxLength: 64 }),
}).map(({ dtype, shape, seed }) => {
  const ArrayOf = NPY_DTYPES[dtype];
  const count = shape.reduce((a, b) => a * b, 1);
  const bytes = Uint8Array.from(
    { length: count * ArrayOf.BYTES_PER_ELEMENT },
    (_, i) => seed[i % seed.length] + Math.floor(i / seed.length),
  );
  return { dtype, shape, data: new ArrayOf(bytes.buffer) };
});

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

Deno.test("what writeNpy writes, readNpy reads bit for bit", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("a.npy");
  await fc.assert(
    fc.asyncProperty(arrays, async ({ shape, data }) => {
      await writeNpy(path, data, shape);
      const read = await readNpy(path, shape);
      assertEquals(read.shape, shape);
      assertEquals(read.data.constructor, data.constructor);
      assertEquals(bytesOf(read.data), bytesOf(data));
    }),
    RUNS,
  );
});

Deno.test("a truncated file is never read", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("a.npy");
  await fc.assert(
    fc.asyncProperty(arrays, fc.nat(), async ({ shape, data }, cut) => {
      await writeNpy(path, data, shape);
      const whole = await Deno.readFile(path);
      await Deno.writeFile(path, whole.subarray(0, cut % whole.length));
      const outcome = await readNpy(path, shape)
        .catch((error) => error);
      assert(outcome instanceof DataError, String(outcome));
    }),
    RUNS,
  );
});

Deno.test("a corrupted file is refused, or read in the shape that was asked for", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("a.npy");
  const corruptions = fc.array(
    fc.record({ place: fc.nat({ max: 150 }), byte: fc.nat({ max: 255 }) }),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(arrays, corruptions, async (array, changes) => {
      const { shape, data } = array;
      await writeNpy(path, data, shape);
      const bytes = await Deno.readFile(path);
      for (const { place, byte } of changes) bytes[place % bytes.length] = byte;
      await Deno.writeFile(path, bytes);
      const outcome = await readNpy(path, shape)
        .catch((error) => error);
      if (outcome instanceof DataError) return;
      assertEquals(outcome.shape, shape);
      assertEquals(outcome.data.length, data.length);
    }),
    { numRuns: 500 },
  );
});

Deno.test("a file of any bytes behind the magic is refused by a DataError", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("a.npy");
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (rest) => {
      const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);
      await Deno.writeFile(path, Uint8Array.of(...magic, ...rest));
      const outcome = await readNpy(path, [null])
        .catch((error) => error);
      assert(outcome instanceof DataError, String(outcome));
    }),
    RUNS,
  );
});
