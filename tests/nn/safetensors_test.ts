import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import {
  loadSafetensors,
  readSafetensors,
  type SavedTensor,
  saveSafetensors,
  type StateDict,
} from "mle/nn/mod.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

const sizeOf = (shape: readonly number[]) =>
  shape.reduce((product, dim) => product * dim, 1);

const bytesOf = ({ data }: SavedTensor) =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Any bits, taken as float32 or int64 numbers of some shape. */
const stateTensors: fc.Arbitrary<SavedTensor> = fc.record({
  dtype: fc.constantFrom("float32" as const, "int64" as const),
  shape: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
  seed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
}).map(({ dtype, shape, seed }) => {
  const bits = BigUint64Array.from(
    { length: sizeOf(shape) },
    (_, i) => seed * BigInt(2 * i + 1),
  ).buffer;
  return dtype === "int64"
    ? { dtype, shape, data: new BigInt64Array(bits) }
    : { dtype, shape, data: new Float32Array(bits).slice(0, sizeOf(shape)) };
});
const stateDicts: fc.Arbitrary<StateDict> = fc.uniqueArray(
  fc.tuple(
    fc.string({ unit: "grapheme" }).filter((name) => !name.startsWith("__")),
    stateTensors,
  ),
  { maxLength: 5, selector: ([name]) => name },
).map((entries) => new Map(entries));

Deno.test("what saveSafetensors saves, loadSafetensors loads bit for bit", async () => {
  await using folder = await temporaryFolder();
  const path = folder.at("weights.safetensors");
  await fc.assert(
    fc.asyncProperty(
      stateDicts,
      fc.dictionary(
        fc.string().filter((key) => key !== "__proto__"),
        fc.string(),
      ),
      async (stateDict, metadata) => {
        await saveSafetensors(path, stateDict, metadata);
        const read = await readSafetensors(path);
        assertEquals({ ...read.metadata }, { ...metadata });
        assertEquals(
          [...read.stateDict.keys()].sort(),
          [...stateDict.keys()].sort(),
        );
        for (const [name, saved] of stateDict) {
          const loaded = read.stateDict.get(name)!;
          assertEquals(loaded.dtype, saved.dtype);
          assertEquals(loaded.shape, saved.shape);
          assertEquals(bytesOf(loaded), bytesOf(saved));
        }
      },
    ),
  );
});

Deno.test("a file is replaced whole, with no temporary file left beside it", async () => {
  await using folder = await temporaryFolder();
  const path = folder.at("weights.safetensors");
  const scalar = (value: number): StateDict =>
    new Map([["x", {
      dtype: "float32",
      shape: [],
      data: Float32Array.of(value),
    }]]);
  await saveSafetensors(path, scalar(1));
  await saveSafetensors(path, scalar(2));
  assertEquals(folder.names(), ["weights.safetensors"]);
  assertEquals(await loadSafetensors(path), scalar(2));
});

Deno.test("a file that is not there is named", async () => {
  await using folder = await temporaryFolder();
  const path = folder.at("none.safetensors");
  await assertRejects(() => loadSafetensors(path), Deno.errors.NotFound, path);
});

const tensor = (dtype: string, shape: number[], data: ArrayLike<unknown>) =>
  new Map([["a", { dtype, shape, data }]]) as unknown as StateDict;
const one = Float32Array.of(1);
const NOT_SAVED: [stateDict: StateDict, metadata: unknown, message: string][] =
  [
    [tensor("float32", [1], one), { epoch: 3 }, "texts as metadata, got"],
    [
      tensor("float32", [3], one),
      {},
      "12 bytes for a of shape [3], got 4",
    ],
    [
      new Map([["__metadata__", tensor("float32", [1], one).get("a")!]]),
      {},
      "texts as metadata, got",
    ],
    [
      tensor("float64", [1], Float64Array.of(1)),
      {},
      'dtype F32 or I64, a shape and two offsets for a, got {"shape":[1]',
    ],
    [
      tensor("float32", [2], BigInt64Array.of(1n)),
      {},
      "Float32Array as data of a, got BigInt64Array",
    ],
    [
      tensor("int64", [1], Float32Array.of(1, 2)),
      {},
      "BigInt64Array as data of a, got Float32Array",
    ],
  ];

Deno.test("saveSafetensors refuses what loadSafetensors would, and writes nothing", async () => {
  await using folder = await temporaryFolder();
  const path = folder.at("weights.safetensors");
  for (const [stateDict, metadata, message] of NOT_SAVED) {
    await assertRejects(
      () =>
        saveSafetensors(path, stateDict, metadata as Record<string, string>),
      TypeError,
      `Cannot write ${path} as safetensors: expected ${message}`,
    );
  }
  assertEquals(folder.names(), []);
});

Deno.test("wide numbers come first in the file, so that all are aligned", async () => {
  await using folder = await temporaryFolder();
  const path = folder.at("weights.safetensors");
  await saveSafetensors(
    path,
    new Map<string, SavedTensor>([
      ["a", { dtype: "float32", shape: [1], data: Float32Array.of(1) }],
      ["b", { dtype: "int64", shape: [1], data: BigInt64Array.of(2n) }],
    ]),
  );
  const bytes = await Deno.readFile(path);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  assertEquals(length % 8, 0);
  const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  const { a, b } = JSON.parse(header);
  assertEquals([b.data_offsets, a.data_offsets], [[0, 8], [8, 12]]);
});

Deno.test("tensors keep their order, whatever their names; no metadata, no entry", async () => {
  await using folder = await temporaryFolder();
  const path = folder.at("weights.safetensors");
  const stateDict: StateDict = new Map(
    ["b", "10", "2", "a"].map((name, i) => [
      name,
      { dtype: "float32", shape: [1], data: Float32Array.of(i) },
    ]),
  );
  await saveSafetensors(path, stateDict);
  assertEquals([...(await loadSafetensors(path)).keys()], [
    "b",
    "10",
    "2",
    "a",
  ]);
  const text = new TextDecoder().decode(await Deno.readFile(path));
  assert(!text.includes("__metadata__"), text);
});
