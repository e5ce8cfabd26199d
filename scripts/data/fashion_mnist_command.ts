import { Command } from "commander";
// Not from mod.ts, which loads TensorFlow: data can be fetched before that is
// installed.
import { DataError } from "mle/data/data_error.ts";
import {
  DEBIAN_FASHION_MNIST_DIR,
  FASHION_MNIST_DIR,
  findFashionMnist,
  loadFashionMnist,
} from "mle/data/fashion_mnist.ts";
import { Progress } from "../shared/progress.ts";
import { fetchFashionMnist } from "./fashion_mnist.ts";
import { fashionMnistSources } from "./fashion_mnist_sources.ts";

const SOURCES = `
Where no place has the four files yet, they come from the first of these that
has them whole: Debian's package dataset-fashion-mnist (installed if you are
root, otherwise only unpacked into data/fashion-mnist), the data set's
repository zalandoresearch/fashion-mnist, its bucket.`;

/** The command `fashion-mnist`: fetches the data set if it is not found. */
export function fashionMnistCommand(): Command {
  return new Command("fashion-mnist")
    .description(
      "Fetch Fashion-MNIST if it is missing or damaged, and check it.",
    )
    .addHelpText("after", SOURCES)
    .action(async () => {
      const found = await findFashionMnist();
      if (found === undefined || await isOursDamaged(found)) await fetchIt();
      const { origin, train, test } = await loadFashionMnist();
      console.log(
        `Fashion-MNIST is in ${origin}: ${train.count} and ${test.count} ` +
          "pictures with the right checksums",
      );
    });
}

/** Whether a folder that we may fetch to has files that are not the originals. */
async function isOursDamaged(dir: string): Promise<boolean> {
  if (dir !== FASHION_MNIST_DIR && dir !== DEBIAN_FASHION_MNIST_DIR) {
    return false;
  }
  try {
    await loadFashionMnist(dir);
    return false;
  } catch (error) {
    if (error instanceof DataError) return true;
    throw error;
  }
}

async function fetchIt(): Promise<void> {
  const progress = new Progress();
  progress.start("Fashion-MNIST");
  try {
    const sources = await fashionMnistSources();
    const dir = await fetchFashionMnist(sources, (text) => {
      progress.detail(text);
    });
    progress.done(dir);
  } catch (error) {
    progress.failed();
    throw error;
  }
}
