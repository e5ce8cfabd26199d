import { DataLoader, type Dataset } from "../data/mod.ts";
import type { Module } from "../nn/mod.ts";
import { Adam } from "../optim/mod.ts";
import type { Training } from "../train/mod.ts";

/** What a model with one weight is trained with, and what it prints. */
export interface RisingRun<Model extends Module> extends Training, Disposable {
  /** What is trained. */
  model: Model;
  /** The printed lines. */
  lines: string[];
}

/**
 * Makes a run in which the weight rises by 0.5 in every step whatever the
 * gradient's size, so that anybody can say what it is when.
 *
 * @param trainSet What is trained on, in batches of two, in order.
 */
export function risingRun<Model extends Module>(
  model: Model,
  trainSet: Dataset,
  epochs: number,
): RisingRun<Model> {
  // Without averages a step is the learning rate times the gradient's sign.
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
