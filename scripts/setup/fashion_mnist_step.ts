import { join } from "node:path";
// Not from mod.ts, which brings TensorFlow along: set-up runs before it is there.
import { FASHION_MNIST_DIR, findFashionMnist } from "mle/data/fashion_mnist.ts";
import { fetchFashionMnist } from "../data/fashion_mnist.ts";
import { fashionMnistSources } from "../data/fashion_mnist_sources.ts";
import { BUILD } from "../shared/paths.ts";
import type { Step } from "./step.ts";

/**
 * Fetches Fashion-MNIST if it is nowhere. Without it set-up goes on, since one
 * notebook alone needs it; the next day it is tried again.
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
