import { join } from "node:path";
import {
  FASHION_MNIST_FORMAT,
  firstOfEachClass,
  type LabelledPictures,
  loadFashionMnist,
  loadSigns,
  normalizePixels,
  type PixelScale,
  scalePixels,
} from "mle/data/mod.ts";
import { readNpy, writeNpy } from "mle/data/npy.ts";
import { PictureDataset } from "mle/sheet/mod.ts";
import type { Workload } from "./workloads.ts";

/** The training data and the held-out data. */
export interface BenchData {
  train: PictureDataset;
  heldOut: PictureDataset;
}

const folderOf = (dir: string, model: Workload["model"]): string =>
  join(dir, model === "cnn" ? "signs" : "fashion-mnist");

/**
 * Writes the workloads' data, already scaled, as `.npy` files that every
 * contender reads: pictures [count, height, width, channels], float32, and
 * labels [count], int32. Returns where the data comes from, for people.
 */
export async function writeBenchData(
  dir: string,
  workloads: readonly Workload[],
): Promise<string[]> {
  const origins: string[] = [];
  const models = workloads.map(({ model }) => model);
  if (models.includes("cnn")) {
    const { train, val, standIn, notice } = await loadSigns();
    await writeSplit(folderOf(dir, "cnn"), "train", train, scalePixels);
    await writeSplit(folderOf(dir, "cnn"), "held_out", val, scalePixels);
    origins.push(
      [...standIn ? [] : ["SIGNS"], ...notice ? [notice] : []].join(": "),
    );
  }
  const fashion = models.find((model) => model !== "cnn");
  if (fashion) {
    const { classCount } = FASHION_MNIST_FORMAT;
    const { train, test } = await loadFashionMnist();
    for (
      const [name, set, count] of [
        ["train", train, 1000],
        ["held_out", test, 10],
      ] as const
    ) {
      const selected = firstOfEachClass(set, count, classCount);
      await writeSplit(folderOf(dir, fashion), name, selected, normalizePixels);
    }
    origins.push("Fashion-MNIST");
  }
  return origins;
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
