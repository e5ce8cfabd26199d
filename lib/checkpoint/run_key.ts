import type { DataLoader } from "../data/mod.ts";
import { Module, State } from "../nn/mod.ts";
import type { Adam } from "../optim/mod.ts";
import { defaultGenerator } from "../random/mod.ts";
import { hasOwnOps, tensorFlowVersion, tf } from "../tf/mod.ts";
import { Digest } from "./digest.ts";

/** What a run starts from, besides its model. */
export interface RunStart {
  /** The training data. */
  trainLoader: DataLoader;
  /** The test data, evaluated after each epoch. */
  testLoader: DataLoader;
  /** The optimizer. */
  optimizer: Adam;
}

/**
 * A key of everything that determines a run, except for its length: 16
 * hexadecimal digits. It involves no floating-point computation, whose rounding
 * would depend on the processor and the number of threads.
 */
export function runKey(
  model: Module,
  { trainLoader, testLoader, optimizer }: RunStart,
): string {
  const { lr, betas, eps } = optimizer;
  const digest = new Digest()
    .addFacts({ tensorFlowVersion, hasOwnOps, lr, betas, eps })
    .addStateDict(model.stateDict())
    .addStateDict(optimizer.stateDict())
    .addBytes(defaultGenerator.getState());
  for (const [name, module] of model.namedModules()) {
    digest.addFacts([name, sourcesOf(module), fieldsOf(module)]);
  }
  addLoader(digest, trainLoader);
  addLoader(digest, testLoader);
  return digest.toString().slice(0, 16);
}

/** The source code of a module's class and of the classes that it extends. */
function sourcesOf(module: Module): string[] {
  const sources: string[] = [];
  let { constructor } = module;
  while (constructor !== Module) {
    sources.push(constructor.toString());
    constructor = Object.getPrototypeOf(constructor);
  }
  return sources;
}

/** The values of a module's fields that are neither weights nor modules. */
function fieldsOf(module: Module): [name: string, value: string][] {
  return Object.entries(module)
    .filter(([name, value]) =>
      name !== "training" && !(value instanceof State) &&
      !(value instanceof Module)
    )
    .map(([name, value]) => [name, textOf(value)]);
}

/** A text that is the same for the same value, in every process. */
function textOf(value: unknown): string {
  if (typeof value === "function") return value.toString();
  if (value instanceof tf.Tensor) {
    return JSON.stringify([value.dtype, value.shape, [...value.dataSync()]]);
  }
  return Deno.inspect(value, { depth: 8, iterableLimit: Infinity });
}

function addLoader(
  digest: Digest,
  { dataset, batchSize, shuffle }: DataLoader,
): void {
  const { length, pictureShape } = dataset;
  digest.addFacts({ batchSize, shuffle, length, pictureShape });
  for (let index = 0; index < length; index++) {
    const { picture, label } = dataset.item(index);
    digest.addBytes(picture).addFacts(label);
  }
}
