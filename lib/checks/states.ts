import type { Module, SavedTensor, StateDict } from "../nn/mod.ts";
import { Generator } from "../random/mod.ts";
import { CheckError } from "./check_error.ts";
import { expectSame } from "./expect.ts";

const describe = (shape: readonly number[] | undefined) =>
  shape ? `[${shape.join(", ")}]` : "nothing";

/**
 * Throws unless a model's state has these names and shapes.
 *
 * @param hints What to say about a tensor, by the beginning of its name.
 * @throws {CheckError} for the first tensor that is missing or unexpected, or
 * has another shape.
 */
export function expectStates(
  model: Module,
  expected: Record<string, readonly number[]>,
  hints: Record<string, string>,
): void {
  const states = model.stateDict();
  for (const name of new Set([...Object.keys(expected), ...states.keys()])) {
    const wanted = describe(expected[name]);
    const got = describe(states.get(name)?.shape);
    if (wanted === got) continue;
    const start = Object.keys(hints).find((start) => name.startsWith(start));
    const there = `The model has ${[...states.keys()].join(", ") || "none"}`;
    throw new CheckError(
      `Parameter ${name}`,
      wanted,
      got,
      start !== undefined ? `${hints[start]}. ${there}` : there,
    );
  }
  expectSame(
    "The parameters' order",
    [...states.keys()],
    Object.keys(expected),
    [],
    "Make the layers in the order of the table, in which their weights are drawn",
  );
}

/**
 * Throws unless a new model has drawn its weights in the order of `expected`,
 * each tensor uniformly within ±1/√(inputs of one output), as PyTorch does.
 *
 * @param states The new model's state.
 * @param seed The default generator's when the model was made.
 * @param expected The tensors' PyTorch names and shapes.
 * @throws {CheckError} if the numbers are others.
 */
export function expectDrawn(
  states: StateDict,
  seed: number,
  expected: Record<string, readonly number[]>,
): void {
  const random = new Generator(seed);
  const size = (shape: readonly number[]) =>
    shape.reduce((product, length) => product * length, 1);
  const [drawn, wanted]: [number[], number[]] = [[], []];
  let layer = "";
  let bound = 0;
  for (const [name, shape] of Object.entries(expected)) {
    if (shape.length > 1) {
      layer = name.replace(/weight$/, "");
      bound = 1 / Math.sqrt(size(shape.slice(1)));
    }
    if (layer === "" || !name.startsWith(layer)) continue; // is not drawn
    drawn.push(Number(states.get(name)!.data[0]));
    wanted.push(random.uniform(size(shape), -bound, bound)[0]);
  }
  expectSame(
    "The first number of each tensor of weights, as drawn",
    drawn,
    wanted,
    [],
    "Make the layers in the order of the table, in which their weights are drawn",
  );
}

/** Changes the elements of one of a model's tensors, in PyTorch's order. */
export function fillState(
  model: Module,
  name: string,
  change: (old: number[]) => number[],
): void {
  const states = model.stateDict();
  const { shape, data } = states.get(name)!;
  const changed = Float32Array.from(change(Array.from(data, Number)));
  const state: SavedTensor = { dtype: "float32", shape, data: changed };
  model.loadStateDict(states.set(name, state));
}

/** Makes all weights three times as large, so that little is near 0. */
export function enlargeWeights(model: Module): void {
  for (const name of model.stateDict().keys()) {
    if (!name.endsWith("weight")) continue;
    fillState(model, name, (old) => old.map((weight) => 3 * weight));
  }
}
