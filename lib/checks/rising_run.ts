import { DataLoader, type Dataset } from "../data/mod.ts";
import type { Module } from "../nn/mod.ts";
import { Adam } from "../optim/mod.ts";
import type { Training } from "../train/mod.ts";

/**
 * The inputs of the training of a model with one weight, and the lines that it
 * prints.
 */
export interface RisingRun<Model extends Module> extends Training, Disposable {
  /** The model to train. */
  model: Model;
  /** The printed lines. */
  lines: string[];
}

/**
 * Makes a run in which the weight rises by 0.5 in every step, whatever the size
 * of the gradient, so that its value is known at every step.
 *
 * @param trainSet The training data, in batches of two, in order.
 */
export function risingRun<Model extends Module>(
  model: Model,
  trainSet: Dataset,
  epochs: number,
): RisingRun<Model> {
  // Without averaging, a step is the learning rate times the sign of the
  // gradient.
  const optimizer = new Adam(model.parameters(), { lr: 0.5, betas: [0, 0] });
  const lines: string[] = [];
  return {
    model,
    optimizer,
    trainLoader: new DataLoader(trainSet, { batchSize: 2 }),
    epochs,
    lines,
    print: (line) => void lines.push(line),
    [Symbol.dispose]() {
      optimizer[Symbol.dispose]();
      model[Symbol.dispose]();
    },
  };
}
