import type { Module, StateTensor } from "../nn/mod.ts";
import { CheckError } from "./check_error.ts";

const describe = (shape: readonly number[] | undefined) =>
  shape ? `[${shape.join(", ")}]` : "nothing";

/**
 * Throws unless a model keeps tensors of these names and shapes.
 *
 * @param hints What to say of a tensor, by the start of its name.
 * @throws {CheckError} for the first tensor that is missing, of another shape,
 * or too many.
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
}

/** Sets all numbers of one of a model's tensors. */
export function fillState(model: Module, name: string, values: number[]): void {
  const states = model.stateDict();
  const { shape } = states.get(name)!;
  const data = Float32Array.from(values);
  const state: StateTensor = { dtype: "float32", shape, data };
  model.loadStateDict(states.set(name, state));
}
