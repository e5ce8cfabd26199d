import { DataLoader } from "../data/mod.ts";
import { Adam } from "../optim/mod.ts";
import type { ClassifierTraining } from "../train/mod.ts";
import { type Dot, dotSet, RisingClassifier } from "./rising_classifier.ts";

/** What a {@linkcode RisingClassifier} is trained with, and what it prints. */
export interface RisingRun extends ClassifierTraining, Disposable {
  /** What is trained. */
  model: RisingClassifier;
  /** The printed lines. */
  lines: string[];
}

/**
 * Makes a run in which the weight rises by 0.5 in every step whatever the
 * gradient's size, so that anybody can say what it is when.
 *
 * @param train Dots of class 1, in batches of two, in order.
 * @param val Dots in one batch.
 */
export function risingRun(
  { train, val, epochs, weight = 0 }: {
    train: readonly Dot[];
    val: readonly Dot[];
    epochs: number;
    weight?: number;
  },
): RisingRun {
  const model = new RisingClassifier(weight);
  // Without averages a step is the learning rate times the gradient's sign.
  const optimizer = new Adam(model.parameters(), { lr: 0.5, betas: [0, 0] });
  const lines: string[] = [];
  return {
    model,
    optimizer,
    trainLoader: new DataLoader(dotSet(train), { batchSize: 2 }),
    valLoader: new DataLoader(dotSet(val), { batchSize: val.length }),
    epochs,
    lines,
    print: (line) => void lines.push(line),
    [Symbol.dispose]() {
      optimizer[Symbol.dispose]();
      model[Symbol.dispose]();
    },
  };
}
