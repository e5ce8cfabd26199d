import type { DataLoader } from "../data/mod.ts";
import { Module, State } from "../nn/mod.ts";
import type { Adam } from "../optim/mod.ts";
import { defaultGenerator } from "../random/mod.ts";
import { hasOwnOps, tensorFlowVersion, tf } from "../tf/mod.ts";
import { Digest } from "./digest.ts";

/** What a run starts from, beside its model. */
export interface RunStart {
  /** What the weights learn from. */
  trainLoader: DataLoader;
  /** What they are tested on after each epoch. */
  testLoader: DataLoader;
  /** What updates the weights. */
  optimizer: Adam;
}

/**
 * A key of all that a run is given, but for its length: 16 hexadecimal digits.
 * Nothing is computed for it, since how a sum is rounded depends on the
 * processor and the number of threads.
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

/** The sources of a module's class and of those that it extends. */
function sourcesOf(module: Module): string[] {
  const sources: string[] = [];
  let { constructor } = module;
  while (constructor !== Module) {
    sources.push(constructor.toString());
    constructor = Object.getPrototypeOf(constructor);
  }
  return sources;
}

/** What a module's fields say that are neither weights nor modules. */
function fieldsOf(module: Module): [name: string, value: string][] {
  return Object.entries(module)
    .filter(([name, value]) =>
      name !== "training" && !(value instanceof State) &&
      !(value instanceof Module)
    )
    .map(([name, value]) => [name, textOf(value)]);
}

/** The same text for the same value, in every process. */
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
