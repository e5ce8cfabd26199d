import {
  DISPLAY,
  type MimeBundle,
  rangeOf,
  roundedText,
  shapeText,
  tableBundle,
  tableColumn,
} from "../display/mod.ts";
import { show } from "../ops/mod.ts";
import type { SavedTensor, State, StateDict } from "./state.ts";

/** A state with its name in the state dict. */
export type NamedState = [name: string, state: State];

const describe = ({ dtype, shape }: Pick<SavedTensor, "dtype" | "shape">) =>
  `${dtype} [${shape.join(", ")}]`;

/**
 * Makes a state dict display itself in a notebook, with a row for each tensor.
 * It stays a plain Map, equal to any other with the same tensors.
 */
export function withDisplay(stateDict: StateDict): StateDict {
  return Object.defineProperty(stateDict, DISPLAY, {
    value: () => stateTable(stateDict),
  });
}

function stateTable(stateDict: StateDict): MimeBundle {
  const tensors = [...stateDict.values()];
  const numbers = tensors.reduce((sum, { data }) => sum + data.length, 0);
  return tableBundle({
    columns: [
      tableColumn("tensor", [...stateDict.keys()]),
      tableColumn("dtype", tensors.map(({ dtype }) => dtype)),
      tableColumn("shape", tensors.map(({ shape }) => shapeText(shape))),
      tableColumn("values", tensors.map(valuesText)),
    ],
    lines: [
      `State dict: ${tensors.length} tensors, ` +
      `${numbers.toLocaleString("en-US")} numbers`,
    ],
  });
}

/** `-0.1891 to 0.1869`, or a single number. */
function valuesText({ data }: SavedTensor): string {
  if (data.length === 0) return "none";
  if (data.length === 1) return roundedText(Number(data[0]));
  const { min, max } = rangeOf(
    Array.from<number | bigint, number>(data, Number),
  );
  return `${roundedText(min)} to ${roundedText(max)}`;
}

/**
 * Checks that a value can be a state dict.
 *
 * @throws {TypeError} if it is not a Map.
 */
export function requireStateDict(action: string, value: unknown): void {
  if (value instanceof Map) return;
  throw new TypeError(
    `Cannot ${action}: expected a state dict, such as model.stateDict(), got ` +
      show(value),
  );
}

/** A copy of all states. */
export function saveStates(states: readonly NamedState[]): StateDict {
  return withDisplay(
    new Map(states.map(([name, state]) => [name, state.toState()])),
  );
}

/**
 * Loads all tensors of a state dict into the states. Nothing is changed unless
 * all of them fit.
 *
 * @param owner The owner of the states, for the message.
 * @throws {TypeError} if there is no state dict, or a tensor is missing or unexpected, has another dtype
 * or shape, or does not have as many elements as its shape says.
 */
export function loadStates(
  owner: string,
  states: readonly NamedState[],
  given: StateDict,
): void {
  requireStateDict(`load the state dict into ${owner}`, given);
  const stateDict = withoutWrapper(given);
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
      const tensor = stateDict.get(name);
      if (tensor === undefined) return [];
      const expected = describe({ ...state, shape: state.torchShape });
      if (describe(tensor) !== expected) {
        return [`${name}: expected ${expected}, got ${describe(tensor)}`];
      }
      const size = tensor.shape.reduce((product, dim) => product * dim, 1);
      return tensor.data.length === size
        ? []
        : [`${name}: expected ${size} numbers, got ${tensor.data.length}`];
    }),
  ];
  if (problems.length > 0) {
    throw new TypeError(
      `Cannot load the state dict into ${owner}: ${problems.join("; ")}`,
    );
  }
  for (const [name, state] of states) state.load(stateDict.get(name)!);
}

/** Strips the prefix that PyTorch's DataParallel puts before every name. */
function withoutWrapper(stateDict: StateDict): StateDict {
  const prefix = "module.";
  const names = [...stateDict.keys()];
  const isWrapped = names.length > 0 &&
    names.every((name) => name.startsWith(prefix));
  return isWrapped
    ? new Map(
      names.map((name) => [name.slice(prefix.length), stateDict.get(name)!]),
    )
    : stateDict;
}
