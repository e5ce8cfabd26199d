import { assertEquals, assertRejects } from "@std/assert";
import { DataError } from "mle/data/data_error.ts";
import { readNpy, writeNpy } from "mle/data/npy.ts";
import { npyBytes, type NpyParts } from "./npy_bytes.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const TWO_BY_THREE = [null, 3];

Deno.test("readNpy reads what is sound, in every version of the format", async () => {
  await using dir = await temporaryFolder();
  for (const major of [1, 2, 3]) {
    await Deno.writeFile(dir.at("a.npy"), npyBytes({ version: [major, 0] }));
    const array = await readNpy(dir.at("a.npy"), TWO_BY_THREE);
    assertEquals(array.shape, [2, 3]);
    assertEquals(array.data, Uint8Array.of(0, 1, 2, 3, 4, 5));
  }
});

Deno.test("readNpy reads numbers that begin at an odd place", async () => {
  await using dir = await temporaryFolder();
  const header = "{'shape':(1,),'fortran_order':False,'descr':'<f8'} ";
  const data = new Uint8Array(Float64Array.of(Math.PI).buffer);
  await Deno.writeFile(dir.at("a.npy"), npyBytes({ header, data }));
  const array = await readNpy(dir.at("a.npy"), [1]);
  assertEquals(array.data, Float64Array.of(Math.PI));
});

Deno.test("readNpy puts numbers in Fortran order in C order", async () => {
  await using dir = await temporaryFolder();
  const read = async (shape: string, data: Uint8Array, lengths: number[]) => {
    const bytes = npyBytes({ fortranOrder: "True", shape, data });
    await Deno.writeFile(dir.at("a.npy"), bytes);
    return await readNpy(dir.at("a.npy"), lengths);
  };
  // The columns of the file are [0, 1], [2, 3] and [4, 5].
  assertEquals(
    await read("(2, 3)", Uint8Array.of(0, 1, 2, 3, 4, 5), [2, 3]),
    { data: Uint8Array.of(0, 2, 4, 1, 3, 5), shape: [2, 3] },
  );
  const none = await read("(0, 3)", new Uint8Array(), [0, 3]);
  assertEquals(none.data, new Uint8Array());
  const one = await read("()", Uint8Array.of(7), []);
  assertEquals(one.data, Uint8Array.of(7));
});

const HEADER_LENGTH = npyBytes().length - 6;

/** What is wrong with a file, and what is said after its name. */
const REFUSALS: [string, NpyParts | Uint8Array, string][] = [
  [
    "an empty file",
    new Uint8Array(),
    "an .npy file (it begins with \\x93NUMPY), got an empty file",
  ],
  [
    "another magic",
    npyBytes({ magic: "\x93NUMPI" }),
    'an .npy file (it begins with \\x93NUMPY), got a file that begins with "\u0093NUMPI"',
  ],
  [
    "an archive of such files",
    npyBytes({ magic: "PK\x03\x04ab" }),
    "an .npy file (it begins with \\x93NUMPY), got a ZIP archive (which .zip, " +
    ".npz and .pt files are)",
  ],
  [
    "a pointer of Git LFS",
    new TextEncoder().encode("version https://git-lfs.github.com/spec/v1\n"),
    "an .npy file (it begins with \\x93NUMPY), got a Git LFS pointer, which " +
    "only names the file. `git lfs pull` in the repository that it is from " +
    "fetches the file",
  ],
  [
    "a file that ends after the magic",
    npyBytes().subarray(0, 9),
    "an .npy header, got a file of 9 bytes",
  ],
  [
    "an unknown version",
    { version: [4, 0] },
    "version 1.0, 2.0 or 3.0 of the .npy format, got version 4.0",
  ],
  [
    "a version between two",
    { version: [1, 1] },
    "version 1.0, 2.0 or 3.0 of the .npy format, got version 1.1",
  ],
  [
    "a header longer than the file",
    { headerLength: 5000 },
    `a header of 5000 bytes as it claims, got ${
      npyBytes().length - 10
    }: the file is truncated`,
  ],
  [
    "a header of gigabytes",
    {
      version: [2, 0],
      headerLength: 4_000_000_000,
      data: new Uint8Array(20_000),
    },
    "a header of at most 10000 bytes, got one that claims 4000000000 bytes",
  ],
  [
    "a header that is no dict",
    { header: "import os\n" },
    "a header with 'descr', 'fortran_order' and 'shape', got \"import os\"",
  ],
  [
    "a header without a shape",
    { header: "{'descr': '|u1', 'fortran_order': False}" },
    "a header with 'descr', 'fortran_order' and 'shape', got \"{'descr': '|u1', 'fortran_order': False}\"",
  ],
  [
    "a negative length",
    { shape: "(-2, 3)" },
    "a header with 'descr', 'fortran_order' and 'shape', got \"{'descr': '|u1', 'fortran_order': False, 'shape': (-2, 3), }\"",
  ],
  [
    "pickled objects",
    { descr: "'|O'" },
    "plain numbers, got pickled Python objects (dtype |O), which can run any code. Save it again as an array of numbers",
  ],
  [
    "pickled objects within records",
    { descr: "[('a', '|O')]" },
    'plain numbers, got pickled Python objects (dtype [["a","|O"]]), which can run any code. Save it again as an array of numbers',
  ],
  [
    "another byte order",
    { descr: "'>i8'" },
    'little-endian numbers, got big-endian ones (dtype >i8). Save it again with .astype("<i8")',
  ],
  [
    "a dtype that is never read",
    { descr: "'<c16'" },
    'numbers of dtype |u1, |i1, <u2, <i2, <u4, <i4, <u8, <i8, <f2, <f4, <f8, got dtype "<c16"',
  ],
  [
    "a truncated file",
    npyBytes().subarray(0, -1),
    `${
      HEADER_LENGTH + 6
    } bytes, for dtype |u1 and shape (2, 3) as its header says, got ${
      HEADER_LENGTH + 5
    } bytes: it is truncated`,
  ],
  [
    "trailing bytes",
    { data: new Uint8Array(7) },
    `${
      HEADER_LENGTH + 6
    } bytes, for dtype |u1 and shape (2, 3) as its header says, got ${
      HEADER_LENGTH + 7
    } bytes: it is followed by something else`,
  ],
  [
    "a shape of gigabytes",
    { shape: "(9000000000, 3)" },
    `${
      HEADER_LENGTH + 9 + 27_000_000_000
    } bytes, for dtype |u1 and shape (9000000000, 3) as its header says, got ${
      HEADER_LENGTH + 15
    } bytes: it is truncated`,
  ],
  [
    "another shape",
    { shape: "(3, 2)" },
    "an array of shape (any, 3), got shape (3, 2)",
  ],
  [
    "another number of axes",
    { shape: "(6,)" },
    "an array of shape (any, 3), got shape (6,)",
  ],
];

for (const [what, file, complaint] of REFUSALS) {
  Deno.test(`readNpy refuses ${what}`, async () => {
    await using dir = await temporaryFolder();
    const path = dir.at("a.npy");
    const bytes = file instanceof Uint8Array ? file : npyBytes(file);
    await Deno.writeFile(path, bytes);
    const error = await assertRejects(
      () => readNpy(path, TWO_BY_THREE),
      DataError,
    );
    assertEquals(error.message, `Cannot read ${path}: expected ${complaint}`);
    assertEquals(error.path, path);
  });
}

Deno.test("readNpy refuses a file that is not there", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("none.npy");
  const error = await assertRejects(
    () => readNpy(path, TWO_BY_THREE),
    DataError,
  );
  assertEquals(
    error.message,
    `Cannot read ${path}: expected a file, got nothing: it does not exist`,
  );
});

Deno.test("writeNpy refuses a shape that does not fit, and writes nothing", async () => {
  await using dir = await temporaryFolder();
  const path = dir.at("a.npy");
  const error = await assertRejects(
    () => writeNpy(path, new Uint8Array(5), [2, 3]),
    TypeError,
  );
  assertEquals(
    error.message,
    `Cannot write ${path}: expected 6 numbers for shape (2, 3), got 5`,
  );
  assertEquals(dir.names(), []);
});
