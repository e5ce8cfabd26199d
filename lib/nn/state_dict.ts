import type { State, StateDict, StateTensor } from "./state.ts";

/** What is kept, with its name in a state dict. */
export type NamedState = [name: string, state: State];

const describe = ({ dtype, shape }: Pick<StateTensor, "dtype" | "shape">) =>
  `${dtype} [${shape.join(", ")}]`;

/** A copy of all states. */
export function saveStates(states: readonly NamedState[]): StateDict {
  return new Map(states.map(([name, state]) => [name, state.toState()]));
}

/**
 * Puts all tensors of a state dict into the states. Nothing is changed unless
 * all fit.
 *
 * @param owner Whose states they are, for the message.
 * @throws {TypeError} if a tensor is missing, too many, of another dtype or
 * shape, or has not as many numbers as its shape says.
 */
export function loadStates(
  owner: string,
  states: readonly NamedState[],
  stateDict: StateDict,
): void {
  const known = new Set(states.map(([name]) => name));
  const problems = [
    ...states.filter(([name]) => !stateDict.has(name)).map(([name, state]) =>
      `${name}: expected ${describe({ ...state, shape: state.torchShape })}` +
      `, got nothing`
    ),
    ...[...stateDict.keys()].filter((name) => !known.has(name)).map((name) =>
      `${name}: expected nothing, got ${describe(stateDict.get(name)!)}`
    ),
    ...states.flatMap(([name, state]) => {
      const given = stateDict.get(name);
      if (given === undefined) return [];
      const expected = describe({ ...state, shape: state.torchShape });
      if (describe(given) !== expected) {
        return [`${name}: expected ${expected}, got ${describe(given)}`];
      }
      const size = given.shape.reduce((product, dim) => product * dim, 1);
      return given.data.length === size
        ? []
        : [`${name}: expected ${size} numbers, got ${given.data.length}`];
    }),
  ];
  if (problems.length > 0) {
    throw new TypeError(
      `Cannot load the state dict into ${owner}: ${problems.join("; ")}`,
    );
  }
  for (const [name, state] of states) state.load(stateDict.get(name)!);
}
