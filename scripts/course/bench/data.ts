import { join } from "node:path";
import {
  FASHION_MNIST_FORMAT,
  findSigns,
  firstOfEachClass,
  type LabelledPictures,
  loadFashionMnist,
  loadSigns,
  normalizePixels,
  type PixelScale,
  scalePixels,
} from "mle/data/mod.ts";
import { SIGNS_STAND_IN_DIR } from "mle/data/find_signs.ts";
import { readNpy, writeNpy } from "mle/data/npy.ts";
import { saveSafetensors } from "mle/nn/mod.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import { ourModel } from "./our_model.ts";
import type { Workload } from "./workloads.ts";

/** The training data and the held-out data. */
export interface BenchData {
  train: PictureDataset;
  heldOut: PictureDataset;
}

const folderOf = (dir: string, model: Workload["model"]): string =>
  join(dir, model === "cnn" ? "signs" : "fashion-mnist");

/** The file with a workload's initial weights, as PyTorch names them. */
const weightsOf = (dir: string, { name }: Workload): string =>
  join(dir, `${name}.safetensors`);

/** Where the data comes from. */
export interface Origins {
  /** In words, for people. */
  words: string[];
  /** The folder of each data set. */
  signs?: string;
  fashionMnist?: string;
}

/**
 * Writes the workloads' data, already scaled, as `.npy` files that every
 * contender reads: pictures [count, height, width, channels], float32, and
 * labels [count], int32.
 *
 * @param perClass Fashion-MNIST's training pictures of each class.
 */
export async function writeBenchData(
  dir: string,
  workloads: readonly Workload[],
  perClass = 1000,
): Promise<Origins> {
  const origins: Origins = { words: [] };
  const trained = workloads.filter(({ model }) => model !== "pooling");
  if (trained.some(({ model }) => model === "cnn")) {
    const { train, val, standIn, notice } = await loadSigns();
    await writeSplit(folderOf(dir, "cnn"), "train", train, scalePixels);
    await writeSplit(folderOf(dir, "cnn"), "held_out", val, scalePixels);
    origins.words.push(
      [...standIn ? [] : ["SIGNS"], ...notice ? [notice] : []].join(": "),
    );
    origins.signs = await findSigns() ?? SIGNS_STAND_IN_DIR;
  }
  const fashion = trained.find(({ model }) => model !== "cnn");
  if (fashion) {
    const { classCount } = FASHION_MNIST_FORMAT;
    const { train, test, origin } = await loadFashionMnist();
    for (
      const [name, set, count] of [
        ["train", train, perClass],
        ["held_out", test, 10],
      ] as const
    ) {
      const selected = firstOfEachClass(set, count, classCount);
      const folder = folderOf(dir, fashion.model);
      await writeSplit(folder, name, selected, normalizePixels);
    }
    origins.words.push("Fashion-MNIST");
    origins.fashionMnist = origin;
  }
  return origins;
}

/**
 * Writes the weights with which a workload's training begins, for contenders
 * that do not draw PyTorch's random numbers.
 */
export async function writeWeights(
  dir: string,
  workload: Workload,
): Promise<void> {
  const { heldOut } = await readBenchData(dir, workload.model);
  const { model, optimizer } = ourModel(workload, heldOut);
  await saveSafetensors(weightsOf(dir, workload), model.stateDict());
  optimizer[Symbol.dispose]();
  model[Symbol.dispose]();
}

async function writeSplit(
  dir: string,
  name: string,
  set: LabelledPictures,
  scale: PixelScale,
): Promise<void> {
  const { count, height, width, channels } = set;
  await Deno.mkdir(dir, { recursive: true });
  await writeNpy(
    join(dir, `${name}_pictures.npy`),
    scale(set.pixels),
    [count, height, width, channels],
  );
  await writeNpy(
    join(dir, `${name}_labels.npy`),
    Int32Array.from(set.labels),
    [count],
  );
}

/** Reads the data that {@linkcode writeBenchData} wrote for a workload. */
export async function readBenchData(
  dir: string,
  model: Workload["model"],
): Promise<BenchData> {
  const folder = folderOf(dir, model);
  return {
    train: await readSplit(folder, "train"),
    heldOut: await readSplit(folder, "held_out"),
  };
}

async function readSplit(dir: string, name: string): Promise<PictureDataset> {
  const pictures = await readNpy(
    join(dir, `${name}_pictures.npy`),
    [null, null, null, null],
  );
  const labels = await readNpy(
    join(dir, `${name}_labels.npy`),
    [pictures.shape[0]],
  );
  const [, height, width, channels] = pictures.shape;
  return new PictureDataset(
    pictures.data as Float32Array,
    labels.data as Int32Array,
    [height, width, channels],
  );
}

/** The first pictures of a data set in memory. */
export function firstPictures(
  dataset: PictureDataset,
  count: number,
): PictureDataset {
  const { pictureShape } = dataset;
  const size = pictureShape.reduce((product, dim) => product * dim, 1);
  const pixels = new Float32Array(count * size);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const { picture, label } = dataset.item(i);
    pixels.set(picture, i * size);
    labels[i] = label;
  }
  return new PictureDataset(pixels, labels, pictureShape);
}
