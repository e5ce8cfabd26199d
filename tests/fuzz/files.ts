import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStringIncludes,
} from "@std/assert";
import sharp from "sharp";
import { DataError } from "mle/data/data_error.ts";
import { readHdf5Pictures } from "mle/data/hdf5_pictures.ts";
import { readIdxPictures } from "mle/data/idx_pictures.ts";
import { readNpy, writeNpy } from "mle/data/npy.ts";
import { readPictureFolder } from "mle/data/picture_folder.ts";
import type { LabelledPictures } from "mle/data/labelled_pictures.ts";
import { loadSafetensors, saveSafetensors } from "mle/nn/mod.ts";
import type { Generator } from "mle/random/generator.ts";
import { unpackZip } from "../../scripts/data/unpack.ts";
import { writeHdf5 } from "../data/hdf5_file.ts";
import { gzip, idxBytes } from "../data/idx_bytes.ts";
import {
  type TemporaryFolder,
  temporaryFolder,
} from "../data/temporary_folder.ts";
import { runPython } from "../python.ts";
import { TinyRun } from "../sheet/tiny_autoencoder.ts";
import { below, damaged } from "./damage.ts";
import type { FuzzTarget } from "./target.ts";

/** A kind of file, and how it is read. */
interface FileKind<T> {
  name: string;
  /** The file's name, where its reader goes by that. */
  file: string;
  /** Sound files of the kind. */
  samples(dir: TemporaryFolder): Promise<Uint8Array[]>;
  read(path: string, dir: TemporaryFolder): Promise<T>;
  /** Checks what may come out of a damaged file that is read all the same. */
  check(content: T): void;
  /** What a reader throws at a file that it refuses. */
  // deno-lint-ignore no-explicit-any
  refusal: new (...args: any[]) => Error;
}

/**
 * Damaged files of a kind are refused by an error that names them, or what is
 * read of them is whole; and a sound file read next, in the same process and at
 * the same path, is read as ever.
 */
function fileTarget<T>(kind: FileKind<T>): FuzzTarget {
  let samples: Promise<Uint8Array[]> | undefined;
  return {
    name: kind.name,
    async attack(generator, dir) {
      samples ??= makeSamples(kind);
      const all = await samples;
      const sound = all[below(all.length, generator)];
      const path = dir.at(kind.file);
      await Deno.writeFile(path, sound);
      const expected = await kind.read(path, dir);
      await Deno.writeFile(path, damaged(sound, generator));
      let content: T | undefined;
      try {
        content = await kind.read(path, dir);
      } catch (error) {
        assertInstanceOf(error, kind.refusal);
        assertStringIncludes(error.message, dir.path);
      }
      if (content !== undefined) kind.check(content);
      await Deno.writeFile(path, sound);
      assertEquals(await kind.read(path, dir), expected);
    },
  };
}

async function makeSamples<T>(kind: FileKind<T>): Promise<Uint8Array[]> {
  await using dir = await temporaryFolder();
  return await kind.samples(dir);
}

const FORMAT = { height: 4, width: 4, channels: 3, classCount: 6 };
const COUNT = 12;

function checkPictures({ pixels, labels, count }: LabelledPictures): void {
  assertEquals([pixels.length, labels.length], [count * 48, count]);
  assert(labels.every((label) => label < 6));
}

const pixels = Uint8Array.from({ length: COUNT * 48 }, (_, i) => i % 251);
const labels = Int32Array.from({ length: COUNT }, (_, i) => i % 6);

const npy: FileKind<{ data: ArrayLike<unknown>; shape: readonly number[] }> = {
  name: "npy",
  file: "a.npy",
  refusal: DataError,
  async samples(dir) {
    await writeNpy(dir.at("a"), pixels, [COUNT, 4, 4, 3]);
    await writeNpy(dir.at("b"), Float64Array.from(pixels), [COUNT, 48]);
    return [await Deno.readFile(dir.at("a")), await Deno.readFile(dir.at("b"))];
  },
  read: (path) => readNpy(path, [COUNT, 4, 4, 3], [COUNT, 48]),
  check: ({ data }) => assertEquals(data.length, COUNT * 48),
};

const greyFormat = { height: 4, width: 4, channels: 1, classCount: 10 };

const idx: FileKind<LabelledPictures> = {
  name: "idx and gzip",
  file: "pictures",
  refusal: DataError,
  samples() {
    const bytes = idxBytes({
      shape: [COUNT, 4, 4],
      data: pixels.subarray(0, COUNT * 16),
    });
    return Promise.resolve([bytes, gzip(bytes)]);
  },
  async read(path, dir) {
    const labelsPath = dir.at("labels");
    await Deno.writeFile(
      labelsPath,
      idxBytes({ shape: [COUNT], data: labels }),
    );
    return await readIdxPictures(path, labelsPath, greyFormat);
  },
  check: (set) => assertEquals([set.pixels.length, set.count], [192, COUNT]),
};

const hdf5: FileKind<LabelledPictures> = {
  name: "HDF5",
  file: "train_signs.h5",
  refusal: DataError,
  async samples(dir) {
    await writeHdf5(dir.at("plain"), {
      x: { data: pixels, shape: [COUNT, 4, 4, 3] },
      y: { data: labels, shape: [1, COUNT] },
    });
    await runPython(
      `
import h5py, numpy
x = (numpy.arange(${COUNT * 48}) % 251).astype("u1").reshape(${COUNT}, 4, 4, 3)
for packing in "gzip", "lzf":
    with h5py.File(packing, "w") as file:
        file.create_dataset("x", data=x, compression=packing, chunks=(5, 4, 4, 3))
        file["y"] = numpy.arange(${COUNT}) % 6
`,
      dir.path,
    );
    return await Promise.all(
      ["plain", "gzip", "lzf"].map((name) => Deno.readFile(dir.at(name))),
    );
  },
  read: (path) => readHdf5Pictures(path, { pixels: "x", labels: "y" }, FORMAT),
  check: checkPictures,
};

const pictures: FileKind<LabelledPictures> = {
  name: "pictures",
  file: "3_IMG_1.jpg",
  refusal: DataError,
  async samples() {
    const raw = { width: 12, height: COUNT * 4, channels: 1 } as const;
    const picture = () => sharp(pixels.slice(0, 576), { raw });
    return [
      new Uint8Array(await picture().jpeg().toBuffer()),
      new Uint8Array(await picture().png().toBuffer()),
    ];
  },
  read: (_path, dir) => readPictureFolder(dir.path, FORMAT),
  check: checkPictures,
};

const safetensors: FileKind<Awaited<ReturnType<typeof loadSafetensors>>> = {
  name: "safetensors",
  file: "a.safetensors",
  refusal: TypeError,
  async samples(dir) {
    await saveSafetensors(
      dir.at("a"),
      new Map([
        ["fc.weight", {
          dtype: "float32",
          shape: [4, 3],
          data: Float32Array.from(labels),
        }],
        ["count", { dtype: "int64", shape: [], data: BigInt64Array.of(7n) }],
      ]),
      { epochs: "3" },
    );
    return [await Deno.readFile(dir.at("a"))];
  },
  read: loadSafetensors,
  check(stateDict) {
    for (const { shape, data } of stateDict.values()) {
      assertEquals(data.length, shape.reduce((a, b) => a * b, 1));
    }
  },
};

const zip: FileKind<string[]> = {
  name: "zip",
  file: "signs.zip",
  refusal: DataError,
  async samples(dir) {
    await runPython(
      `
import zipfile
for packing in zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED:
    with zipfile.ZipFile(str(packing), "w", packing) as packed:
        packed.writestr("SIGNS/X_train.npy", bytes(range(200)) * 3)
        packed.writestr("SIGNS/test/3_a.png", b"picture")
`,
      dir.path,
    );
    return [await Deno.readFile(dir.at("0")), await Deno.readFile(dir.at("8"))];
  },
  async read(path, dir) {
    await using to = await temporaryFolder();
    await unpackZip(path, to.at("inside"));
    for (const names of [to.names(), dir.names()]) {
      assertEquals(names.length <= 1, true, `${names}`);
    }
    return to.names();
  },
  check: () => {},
};

const EPOCHS = 2;

/** A damaged checkpoint is refused, or what follows from it is what followed before. */
const checkpoints: FuzzTarget = {
  name: "checkpoints",
  async attack(generator: Generator, dir: TemporaryFolder) {
    const options = { checkpointDir: dir.path };
    using first = new TinyRun();
    await first.train(EPOCHS, options);
    const [name] = dir.names();
    const sound = await Deno.readFile(dir.at(name));
    await Deno.writeFile(dir.at(name), damaged(sound, generator));
    using second = new TinyRun();
    try {
      const { history } = await second.train(EPOCHS, options);
      assertEquals(history.length, EPOCHS);
      assertEquals(second.model.stateDict(), first.model.stateDict());
    } catch (error) {
      assertInstanceOf(error, DataError);
      assertStringIncludes(error.message, dir.at(name));
    }
  },
};

/** Readers, each with damaged files. */
export const FILE_TARGETS: readonly FuzzTarget[] = [
  fileTarget(npy),
  fileTarget(idx),
  fileTarget(hdf5),
  fileTarget(pictures),
  fileTarget(safetensors),
  fileTarget(zip),
  checkpoints,
];
