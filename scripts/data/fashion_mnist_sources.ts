import { join } from "node:path";
import {
  DEBIAN_FASHION_MNIST_DIR,
  FASHION_MNIST_FILES,
} from "mle/data/fashion_mnist.ts";
import { exists } from "mle/io/mod.ts";
import { installPackage, unpackPackage } from "./debian_package.ts";
import { download } from "./download.ts";

/** A place to get Fashion-MNIST from. */
export interface Source {
  /** For people. */
  readonly name: string;
  /**
   * Puts the four packed files into the empty folder `work` or below, or into a
   * place of its own, and returns where they are.
   */
  fetch(work: string, onDetail: (text: string) => void): Promise<string>;
}

/** The sources available on this machine, the nearest first. */
export async function fashionMnistSources(): Promise<Source[]> {
  const hasApt = await exists("/usr/bin/apt-get");
  return [
    ...hasApt && Deno.uid() === 0 ? [installedPackage] : [],
    ...hasApt ? [unpackedPackage] : [],
    address(
      "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    ),
    address("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
  ];
}

const PACKAGE = "dataset-fashion-mnist";

const installedPackage: Source = {
  name: `Debian's package ${PACKAGE}, installed`,
  async fetch(_work, onDetail) {
    await installPackage(PACKAGE, onDetail);
    return DEBIAN_FASHION_MNIST_DIR;
  },
};

const unpackedPackage: Source = {
  name: `Debian's package ${PACKAGE}, unpacked`,
  async fetch(work, onDetail) {
    await unpackPackage(PACKAGE, work, onDetail);
    return join(work, DEBIAN_FASHION_MNIST_DIR);
  },
};

/**
 * The four `.gz` files at an address that ends in a slash.
 *
 * @param patience How long to wait for more data, in ms
 */
export function address(base: string, patience: number = 15_000): Source {
  return {
    name: base,
    async fetch(work, onDetail) {
      for (const name of FASHION_MNIST_FILES) {
        const file = `${name}.gz`;
        await download(base + file, join(work, file), {
          maxLength: 2 ** 26, // the largest has 26 MB
          patience,
          onLength: (length) =>
            onDetail(`${file}: ${(length / 1e6).toFixed(1)} MB`),
        });
      }
      return work;
    },
  };
}
