import { join } from "node:path";
// Not from mod.ts, which loads TensorFlow: set-up runs before that is
// installed.
import { FASHION_MNIST_DIR, findFashionMnist } from "mle/data/fashion_mnist.ts";
import { fetchFashionMnist } from "../data/fashion_mnist.ts";
import { fashionMnistSources } from "../data/fashion_mnist_sources.ts";
import { BUILD } from "../shared/paths.ts";
import type { Step } from "./step.ts";

/**
 * Fetches Fashion-MNIST if it is not found. If that fails, set-up goes on,
 * since only one notebook needs it; it tries again the next day.
 */
export const fashionMnistStep: Step = {
  title: "Fashion-MNIST",
  makes: [FASHION_MNIST_DIR],
  stamp: join(BUILD, "fashion-mnist.set-up"),

  async inputs() {
    const today = new Date().toDateString();
    return [
      await findFashionMnist().catch(String) ?? `nowhere, ${today}`,
    ];
  },

  async make(progress) {
    try {
      return await findFashionMnist() ??
        await fetchFashionMnist(await fashionMnistSources(), (text) => {
          progress.detail(text);
        });
    } catch (error) {
      return `WARNING: Exercise 3 will not run. ${
        error instanceof Error ? error.message : error
      }`;
    }
  },
};
