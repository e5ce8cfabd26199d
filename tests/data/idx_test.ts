import { assertEquals, assertRejects } from "@std/assert";
import { DataError } from "mle/data/data_error.ts";
import { readIdx } from "mle/data/idx.ts";
import { gzip, idxBytes, type IdxParts } from "./idx_bytes.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const TWO_BY_THREE = [null, 3];

Deno.test("readIdx reads a file, packed or not, whatever its name", async () => {
  await using dir = await temporaryFolder();
  for (const bytes of [idxBytes(), gzip(idxBytes())]) {
    await Deno.writeFile(dir.at("a-idx2-ubyte.gz"), bytes);
    const { shape, data } = await readIdx(
      dir.at("a-idx2-ubyte.gz"),
      TWO_BY_THREE,
    );
    assertEquals(shape, [2, 3]);
    assertEquals(data, Uint8Array.of(0, 1, 2, 3, 4, 5));
    data.slice().fill(9); // a copy, as of every typed array
    assertEquals(data, Uint8Array.of(0, 1, 2, 3, 4, 5));
  }
});

Deno.test("readIdx accepts the file with the checksum, and its packed form", async () => {
  await using dir = await temporaryFolder();
  // sha256sum of the 18 bytes 00 00 08 02 00000002 00000003 000102030405
  const sha256 =
    "ef281b2f6ca26b683c34e0a40444d29c348ee4a3c57f3e1e955e1b5419e5e3c9";
  for (const bytes of [idxBytes(), gzip(idxBytes())]) {
    await Deno.writeFile(dir.at("a"), bytes);
    const { shape } = await readIdx(dir.at("a"), [2, 3], sha256);
    assertEquals(shape, [2, 3]);
  }
  const other = idxBytes({ data: [0, 1, 2, 3, 4, 6] });
  await Deno.writeFile(dir.at("a"), other);
  await assertRejects(
    () => readIdx(dir.at("a"), [2, 3], sha256),
    DataError,
    `Cannot read ${dir.at("a")}: expected content with SHA-256 ${sha256}, ` +
      "got SHA-256 bf9ea84af25f77d2198e4656089a0b4e417c10f5abcb8d243194d23e06846399: it is damaged, or another file",
  );
});

const PACKED = gzip(idxBytes());

/** What is wrong with a file, and what is said after its name. */
const REFUSALS: [string, IdxParts | Uint8Array<ArrayBuffer>, string][] = [
  [
    "an empty file",
    new Uint8Array(),
    "an IDX file (it begins with 00 00 08), got an empty file",
  ],
  [
    "a page instead of the data",
    new TextEncoder().encode("<!DOCTYPE html>"),
    "an IDX file (it begins with 00 00 08), got a web page. The address led to a " +
    "page: log in, then save the file again",
  ],
  [
    "a file that ends within the magic number",
    idxBytes().slice(0, 3),
    "an IDX file (it begins with 00 00 08), got a file that begins with 00 00 08",
  ],
  [
    "an unknown dtype",
    { magic: [0, 0, 7, 2] },
    "an IDX file (it begins with 00 00 08), got a file that begins with 00 00 07 02",
  ],
  [
    "bytes of the wrong order",
    { magic: [2, 8, 0, 0] },
    "an IDX file (it begins with 00 00 08), got a file that begins with 02 08 00 00",
  ],
  [
    "numbers that are no bytes",
    { magic: [0, 0, 13, 2] },
    "numbers of dtype uint8, got float32",
  ],
  [
    "a file that ends within the header",
    idxBytes().slice(0, 10),
    "a header of 12 bytes, for 2 axes, got 10 bytes: it is truncated",
  ],
  [
    "a truncated file",
    { data: [0, 1, 2] },
    "18 bytes, for shape (2, 3) as its header says, got 15 bytes: it is truncated",
  ],
  [
    "a file with more behind it",
    { data: [0, 1, 2, 3, 4, 5, 6] },
    "18 bytes, for shape (2, 3) as its header says, got 19 bytes: it is " +
    "followed by something else",
  ],
  [
    "a header that claims gigabytes",
    { shape: [4_000_000_000, 3] },
    "12000000012 bytes, for shape (4000000000, 3) as its header says, got 18 " +
    "bytes: it is truncated",
  ],
  [
    "a header that claims more than there are numbers for",
    { magic: [0, 0, 8, 255], shape: new Array(255).fill(2 ** 32 - 1) },
    "bytes: it is truncated",
  ],
  [
    "another shape",
    { shape: [3, 2] },
    "an array of shape (any, 3), got shape (3, 2)",
  ],
  [
    "another number of axes",
    { shape: [6] },
    "an array of shape (any, 3), got shape (6,)",
  ],
  [
    "a truncated gzip file",
    PACKED.slice(0, -12),
    "a whole gzip file, got a truncated or damaged one (unexpected end of file)",
  ],
  [
    "a damaged gzip file",
    PACKED.with(-6, PACKED.at(-6)! ^ 1) as Uint8Array<ArrayBuffer>,
    "a whole gzip file, got a truncated or damaged one (incorrect data check)",
  ],
  [
    "a gzip file with something else behind it",
    Uint8Array.of(...PACKED, 1, 2, 3),
    "a whole gzip file, got a truncated or damaged one (incorrect header check)",
  ],
  [
    "a gzip file of a truncated file",
    gzip(idxBytes({ data: [0, 1, 2] })),
    "18 bytes, for shape (2, 3) as its header says, got 15 bytes: it is truncated",
  ],
];

for (const [what, file, said] of REFUSALS) {
  Deno.test(`readIdx refuses ${what}`, async () => {
    await using dir = await temporaryFolder();
    const path = dir.at("a-idx2-ubyte");
    const bytes = file instanceof Uint8Array ? file : idxBytes(file);
    await Deno.writeFile(path, bytes);
    const error = await assertRejects(
      () => readIdx(path, TWO_BY_THREE),
      DataError,
      said,
    );
    assertEquals(error.path, path);
  });
}

Deno.test("readIdx refuses a file that is too long, before it reads it", async () => {
  await using dir = await temporaryFolder();
  await Deno.writeFile(dir.at("a"), idxBytes());
  await Deno.truncate(dir.at("a"), 2 ** 40); // takes no room on the disk
  await assertRejects(
    () => readIdx(dir.at("a"), TWO_BY_THREE),
    DataError,
    "expected a file of at most 268435456 bytes, got 1099511627776 bytes",
  );
});

Deno.test("readIdx refuses a small file that unpacks to a huge one", async () => {
  await using dir = await temporaryFolder();
  const part = gzip(new Uint8Array(2 ** 25)); // gzip files may be joined
  const parts = new Array(9).fill(part);
  await Deno.writeFile(dir.at("a"), new Blob(parts).stream());
  await assertRejects(
    () => readIdx(dir.at("a"), TWO_BY_THREE),
    DataError,
    "expected a file of at most 268435456 bytes when unpacked, got more",
  );
});

Deno.test("readIdx names a file that is not there", async () => {
  await assertRejects(
    () => readIdx("no/such/file", TWO_BY_THREE),
    DataError,
    "Cannot read no/such/file: expected a file, got nothing: it does " +
      "not exist",
  );
});
