import { join } from "node:path";
import { exists } from "../io/mod.ts";
import { DataError } from "./data_error.ts";
import { readIdxPictures } from "./idx_pictures.ts";
import type { LabelledPictures, PictureFormat } from "./labelled_pictures.ts";
import { USER_DATA_SETS, userDataFolder } from "./user_data.ts";

const PROJECT_DATA = join(import.meta.dirname!, "..", "..", "data");

/** The project's folder for Fashion-MNIST. */
export const FASHION_MNIST_DIR: string = join(PROJECT_DATA, "fashion-mnist");

/** Where Debian's package `dataset-fashion-mnist` puts the files. */
export const DEBIAN_FASHION_MNIST_DIR = "/usr/share/datasets/fashion-mnist";

/** Fashion-MNIST: grey pictures of clothes, shoes and bags. */
export const FASHION_MNIST_FORMAT: PictureFormat = {
  height: 28,
  width: 28,
  channels: 1,
  classCount: 10,
};

/** The classes that the labels 0 to 9 stand for. */
export const FASHION_MNIST_CLASSES: readonly string[] = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

// The checksums are those of the unpacked files; packing them again, as Debian
// does, changes the packed ones.
const TRAIN = {
  pictures: "train-images-idx3-ubyte",
  labels: "train-labels-idx1-ubyte",
  sha256: {
    pictures:
      "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    labels: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
  },
};
const TEST = {
  pictures: "t10k-images-idx3-ubyte",
  labels: "t10k-labels-idx1-ubyte",
  sha256: {
    pictures:
      "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    labels: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
  },
};

/** The names of the four files, without a possible `.gz`. */
export const FASHION_MNIST_FILES: readonly string[] = [TRAIN, TEST]
  .flatMap(({ pictures, labels }) => [pictures, labels]);

/** The Fashion-MNIST data set. */
export interface FashionMnist {
  /** 60,000 pictures, [60000, 28, 28, 1]. */
  readonly train: LabelledPictures;
  /** 10,000 pictures, [10000, 28, 28, 1]. */
  readonly test: LabelledPictures;
  /** The folder that the files come from. */
  readonly origin: string;
}

/**
 * Loads Fashion-MNIST from a folder, or else from the first of
 * `$MLE_DATA/fashion-mnist`, the project's `data/fashion-mnist` and
 * `/usr/share/datasets/fashion-mnist` that has the four files (`.gz` or
 * unpacked), and checks that they are the originals.
 *
 * Source: Xiao, Rasul and Vollgraf, "Fashion-MNIST: a Novel Image Dataset for
 * Benchmarking Machine Learning Algorithms", 2017, arXiv:1708.07747.
 *
 * @throws {DataError} if no place has the files, or one of them is damaged
 */
export async function loadFashionMnist(
  folder?: string,
): Promise<FashionMnist> {
  const dir = folder ?? await findFashionMnist();
  if (dir === undefined) throw await nothingFound();
  try {
    const train = await readPart(dir, TRAIN);
    const test = await readPart(dir, TEST);
    return { train, test, origin: dir };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const { path, expected, found } = error;
    throw new DataError(path, expected, found, error.advice ?? adviceFor(dir));
  }
}

/** What to do if a file is missing or not the original. */
function adviceFor(dir: string): string {
  return dir === FASHION_MNIST_DIR
    ? "`deno task data fashion-mnist` fetches it again"
    : dir === DEBIAN_FASHION_MNIST_DIR
    ? "`deno task data fashion-mnist` fetches it again; as root you can install " +
      "dataset-fashion-mnist again"
    : "Put the original there, or name another folder or none: the project " +
      "then uses its own";
}

async function readPart(
  dir: string,
  { pictures, labels, sha256 }: typeof TRAIN,
): Promise<LabelledPictures> {
  return await readIdxPictures(
    await pathOf(dir, pictures),
    await pathOf(dir, labels),
    FASHION_MNIST_FORMAT,
    sha256,
  );
}

/**
 * The folder from which Fashion-MNIST would be loaded; undefined if there is
 * none.
 */
export async function findFashionMnist(): Promise<string | undefined> {
  for (const place of await places()) {
    const there = await Promise.all(
      FASHION_MNIST_FILES.map(async (name) =>
        await exists(await pathOf(place, name))
      ),
    );
    if (there.every(Boolean)) return place;
  }
  return undefined;
}

async function places(): Promise<string[]> {
  const userData = await userDataFolder();
  return [
    ...userData ? [join(userData, USER_DATA_SETS.fashionMnist)] : [],
    FASHION_MNIST_DIR,
    DEBIAN_FASHION_MNIST_DIR,
  ];
}

async function nothingFound(): Promise<DataError> {
  const otherPlaces = (await places()).filter((place) =>
    place !== FASHION_MNIST_DIR
  );
  return new DataError(
    FASHION_MNIST_DIR,
    `the files of Fashion-MNIST (${FASHION_MNIST_FILES.join(", ")}, packed ` +
      "with gzip or not)",
    `not all of them there, nor in ${otherPlaces.join(" or ")}`,
    "`deno task data fashion-mnist` fetches them",
  );
}

/** The path of a file: packed, unless there is only an unpacked one. */
async function pathOf(dir: string, name: string): Promise<string> {
  const [packed, unpacked] = [join(dir, `${name}.gz`), join(dir, name)];
  return !await exists(packed) && await exists(unpacked) ? unpacked : packed;
}
