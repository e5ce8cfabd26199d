import { assertEquals, assertRejects } from "@std/assert";
import { DataError } from "mle/data/data_error.ts";
import { readIdx } from "mle/data/idx.ts";
import fc from "fast-check";
import { gzip, idxBytes } from "./idx_bytes.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const array = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 })
  .chain((shape) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const data = fc.uint8Array({ minLength: length, maxLength: length });
    return fc.record({ shape: fc.constant(shape), data });
  });

Deno.test("readIdx gives back any array that was written, packed or not", async () => {
  await using dir = await temporaryFolder();
  await fc.assert(fc.asyncProperty(array, fc.boolean(), async (array, pack) => {
    const bytes = idxBytes(array);
    await Deno.writeFile(dir.at("a"), pack ? gzip(bytes) : bytes);
    const read = await readIdx(dir.at("a"), array.shape);
    assertEquals(read.shape, array.shape);
    assertEquals([...read.data], [...array.data]);
  }));
});

Deno.test("readIdx refuses any array that was cut off, packed or not", async () => {
  await using dir = await temporaryFolder();
  const fraction = fc.double({ min: 0, max: 1, maxExcluded: true });
  await fc.assert(
    fc.asyncProperty(
      array,
      fc.boolean(),
      fraction,
      async (array, pack, kept) => {
        const bytes = idxBytes(array);
        const whole = pack ? gzip(bytes) : bytes;
        const part = whole.slice(0, Math.floor(kept * whole.length));
        await Deno.writeFile(dir.at("a"), part);
        await assertRejects(
          () => readIdx(dir.at("a"), array.shape),
          DataError,
        );
      },
    ),
  );
});
