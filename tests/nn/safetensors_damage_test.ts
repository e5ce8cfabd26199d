import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import {
  loadSafetensors,
  saveSafetensors,
  type StateDict,
} from "mle/nn/mod.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

/** A file with a header of one's own, as text or as what becomes JSON. */
function fileOf(header: unknown, dataBytes = 0): Uint8Array {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  const json = new TextEncoder().encode(text);
  const file = new Uint8Array(8 + json.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

const vector = (begin: number, end: number, changed = {}) => ({
  dtype: "F32",
  shape: [(end - begin) / 4],
  data_offsets: [begin, end],
  ...changed,
});

/** As long as it may be, without its bytes. */
function lengthOnly(length: bigint): Uint8Array {
  const file = new Uint8Array(16);
  new DataView(file.buffer).setBigUint64(0, length, true);
  return file;
}

const ENTRY = "dtype F32 or I64, a shape and two offsets for a";

const REFUSED: Record<string, [file: Uint8Array, message: string]> = {
  "an empty file": [
    new Uint8Array(),
    "expected a header length of 8 bytes, got a file of 0 bytes",
  ],
  "PyTorch's own file": [
    new TextEncoder().encode("PK\x03\x04 archive/data.pkl"),
    "expected a .safetensors file, got a ZIP archive (which .zip, .npz and .pt " +
    "files are). If PyTorch wrote it, save it there with " +
    "safetensors.torch.save_file",
  ],
  "a web page": [
    new TextEncoder().encode("\n<!DOCTYPE html><html>"),
    "expected a .safetensors file, got a web page. The address led to a page: " +
    "log in, then save the file again",
  ],
  "a pointer of Git LFS": [
    new TextEncoder().encode("version https://git-lfs.github.com/spec/v1\noid"),
    "expected a .safetensors file, got a Git LFS pointer, which only names the",
  ],
  "seven bytes": [
    new Uint8Array(7),
    "expected a header length of 8 bytes, got a file of 7 bytes",
  ],
  "a header longer than the file": [
    lengthOnly(9n),
    "expected a header within the file's 16 bytes, got a header of 9 bytes",
  ],
  "a header of exabytes": [
    lengthOnly(2n ** 63n),
    "expected a header within the file's 16 bytes, got a header of " +
    "9223372036854776000 bytes",
  ],
  "an empty header": [fileOf(""), "expected a header in JSON, got "],
  "no JSON": [fileOf("{'a': 1}"), "expected a header in JSON, got "],
  "bytes that are no UTF-8": [
    fileOf("{}").fill(0xff, 8),
    "expected a header in JSON, got ",
  ],
  "a list": [fileOf([]), "expected a header that is an object, got []"],
  "null": [fileOf("null"), "expected a header that is an object, got null"],
  "a byte order mark": [
    fileOf("\ufeff{}"),
    "expected a header in JSON, got",
  ],
  "numbers as metadata": [
    fileOf({ __metadata__: { epoch: 3 } }),
    'expected texts as metadata, got {"epoch":3}',
  ],
  "an entry that is none": [
    fileOf({ a: null }),
    `expected ${ENTRY}, got null`,
  ],
  "half precision": [
    fileOf({ a: vector(0, 4, { dtype: "F16" }) }, 4),
    `expected ${ENTRY}, got {"dtype":"F16"`,
  ],
  "a dtype that every object has": [
    fileOf({ a: vector(0, 4, { dtype: "constructor" }) }, 4),
    `expected ${ENTRY}, got {"dtype":"constructor"`,
  ],
  "a negative shape": [
    fileOf({ a: vector(0, 4, { shape: [-1] }) }, 4),
    `expected ${ENTRY}, got {"dtype":"F32","shape":[-1]`,
  ],
  "a shape with fractions": [
    fileOf({ a: vector(0, 4, { shape: [0.5, 2] }) }, 4),
    `expected ${ENTRY}, got {"dtype":"F32","shape":[0.5,2]`,
  ],
  "a shape that is a number": [
    fileOf({ a: vector(0, 4, { shape: 1 }) }, 4),
    `expected ${ENTRY}, got {"dtype":"F32","shape":1`,
  ],
  "one offset": [
    fileOf({ a: vector(0, 4, { data_offsets: [0] }) }, 4),
    `expected ${ENTRY}, got `,
  ],
  "a negative offset": [
    fileOf({ a: vector(0, 4, { data_offsets: [-4, 0] }) }, 4),
    `expected ${ENTRY}, got `,
  ],
  "offsets that are not the shape's": [
    fileOf({ a: vector(0, 8, { shape: [3] }) }, 8),
    "expected 12 bytes for a of shape [3], got 8",
  ],
  "more bytes than the shape's": [
    fileOf({ a: vector(0, 12, { shape: [2] }) }, 12),
    "expected 8 bytes for a of shape [2], got 12",
  ],
  "offsets in the wrong order": [
    fileOf({ a: vector(8, 0, { shape: [2] }) }, 8),
    "expected 8 bytes for a of shape [2], got -8",
  ],
  "a shape of exabytes": [
    fileOf({ a: vector(0, 4, { shape: [2 ** 30, 2 ** 30] }) }, 4),
    "expected 4611686018427388000 bytes for a of shape [1073741824, " +
    "1073741824], got 4",
  ],
  "data that are cut off": [
    fileOf({ a: vector(0, 8) }, 7),
    "bytes for a, got a file of",
  ],
  "a hole": [
    fileOf({ a: vector(0, 4), b: vector(8, 12) }, 12),
    "expected tensor data that continues at byte 4, got byte 8",
  ],
  "an overlap": [
    fileOf({ a: vector(0, 8), b: vector(4, 12) }, 12),
    "expected tensor data that continues at byte 8, got byte 4",
  ],
  "data that start late": [
    fileOf({ a: vector(4, 8) }, 8),
    "expected tensor data that continues at byte 0, got byte 4",
  ],
  "data that belong to nobody": [
    fileOf({ a: vector(0, 4) }, 5),
    "expected tensor data that continues at byte 4, got byte 5",
  ],
};

for (const [what, [file, message]] of Object.entries(REFUSED)) {
  Deno.test(`loadSafetensors refuses ${what}`, async () => {
    await using folder = await temporaryFolder();
    const path = folder.at("damaged.safetensors");
    await Deno.writeFile(path, file);
    const error = await assertRejects(
      () => loadSafetensors(path),
      TypeError,
      message,
    );
    assert(
      error.message.startsWith(`Cannot read ${path} as safetensors: expected `),
      error.message,
    );
  });
}

Deno.test("loadSafetensors takes headers of any length, also one that begins as a pickle does", async () => {
  await using folder = await temporaryFolder();
  const path = folder.at("a.safetensors");
  for (const length of [0x280, 0x480, 0x3c3c]) {
    const entries = JSON.stringify({ a: vector(0, 4) });
    await Deno.writeFile(path, fileOf(entries.padEnd(length), 4));
    assertEquals((await loadSafetensors(path)).size, 1);
  }
});

Deno.test("loadSafetensors accepts empty tensors anywhere in the file", async () => {
  await using folder = await temporaryFolder();
  const path = folder.at("empty.safetensors");
  const entries = { a: vector(0, 4), empty: vector(0, 0), b: vector(4, 8) };
  await Deno.writeFile(path, fileOf(entries, 8));
  const read = await loadSafetensors(path);
  assertEquals(
    [...read].map(([name, { data }]) => [name, data.length]),
    [["a", 1], ["empty", 0], ["b", 1]],
  );
});

const WHOLE: StateDict = new Map([
  ["weight", {
    dtype: "float32",
    shape: [2, 3],
    data: Float32Array.of(1, 2, 3, 4, 5, 6),
  }],
  ["count", { dtype: "int64", shape: [], data: BigInt64Array.of(7n) }],
]);

Deno.test("a file cut short or with bytes added is never loaded", async () => {
  await using folder = await temporaryFolder();
  const path = folder.at("weights.safetensors");
  await saveSafetensors(path, WHOLE);
  const whole = await Deno.readFile(path);
  for (let length = 0; length < whole.length; length++) {
    await Deno.writeFile(path, whole.subarray(0, length));
    await assertRejects(() => loadSafetensors(path), TypeError);
  }
  await Deno.writeFile(path, new Uint8Array([...whole, 0]));
  await assertRejects(() => loadSafetensors(path), TypeError);
});

Deno.test("with any bytes changed, a file is refused or what it gives is whole", async () => {
  await using folder = await temporaryFolder();
  const path = folder.at("weights.safetensors");
  await saveSafetensors(path, WHOLE);
  const whole = await Deno.readFile(path);
  const changes = fc.array(
    fc.tuple(fc.nat(whole.length - 1), fc.nat(255)),
    { minLength: 1, maxLength: 3 },
  );
  await fc.assert(
    fc.asyncProperty(changes, async (changes) => {
      const file = whole.slice();
      for (const [place, byte] of changes) file[place] = byte;
      await Deno.writeFile(path, file);
      let loaded: StateDict;
      try {
        loaded = await loadSafetensors(path);
      } catch (error) {
        assert(error instanceof TypeError, String(error));
        assert(error.message.startsWith(`Cannot read ${path}`), error.message);
        return;
      }
      for (const { dtype, shape, data } of loaded.values()) {
        const size = shape.reduce((product, dim) => product * dim, 1);
        assertEquals(data.length, size);
        assert(
          data instanceof (dtype === "int64" ? BigInt64Array : Float32Array),
        );
      }
    }),
    { numRuns: 500 },
  );
});
