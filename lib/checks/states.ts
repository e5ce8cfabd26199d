import type { Module, SavedTensor } from "../nn/mod.ts";
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
    "Make the layers in the order of the table: their weights are drawn in it",
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
