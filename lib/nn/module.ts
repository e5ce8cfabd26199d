import {
  DISPLAY,
  type Displayable,
  type MimeBundle,
  printAsShown,
  shapeText,
  tableBundle,
  tableColumn,
} from "../display/mod.ts";
import { refuseMore } from "../ops/mod.ts";
import { Parameter, State, type StateDict } from "./state.ts";
import { loadStates, type NamedState, saveStates } from "./state_dict.ts";

const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const size = (shape: readonly number[]): number =>
  shape.reduce((product, dim) => product * dim, 1);

/**
 * The base class of layers and models. Fields that hold state belong to its
 * state dict, and fields that are modules are its children, in the order of
 * their declaration. Disposing a module frees its own state and that of its
 * children.
 *
 * Source: as torch.nn.Module.
 */
export abstract class Module implements Disposable, Displayable {
  /**
   * Whether the module is in training mode, which matters to batch
   * normalisation.
   */
  training = true;

  /**
   * Takes what a subclass has not taken, or what is given to one without a
   * constructor of its own.
   *
   * @throws {TypeError} if that is anything.
   */
  constructor(...more: never[]) {
    refuseMore(`make ${new.target.name}`, more);
  }

  /**
   * The direct children by their PyTorch names: `fieldName` becomes
   * `field_name`.
   */
  namedChildren(): [name: string, child: Module][] {
    return Object.entries(this)
      .filter(([, field]) => field instanceof Module)
      .map(([name, child]) => [snakeCase(name), child]);
  }

  /** This module and all its descendants, by PyTorch's dotted names. */
  *namedModules(prefix = ""): Generator<[name: string, module: Module]> {
    yield [prefix, this];
    for (const [name, child] of this.namedChildren()) {
      yield* child.namedModules(prefix ? `${prefix}.${name}` : name);
    }
  }

  /** The trainable parameters by their PyTorch names, such as `conv1.weight`. */
  namedParameters(): [name: string, parameter: Parameter][] {
    return this.#namedStates().filter((entry): entry is [string, Parameter] =>
      entry[1] instanceof Parameter
    );
  }

  /** The trainable parameters. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** Switches this module and all its descendants to training mode. */
  train(): this {
    return this.#setTraining(true);
  }

  /** Switches this module and all its descendants to evaluation mode. */
  eval(): this {
    return this.#setTraining(false);
  }

  /** A copy of the module's whole state, with PyTorch's names and shapes. */
  stateDict(): StateDict {
    return saveStates(this.#namedStates());
  }

  /**
   * Loads all tensors of a state dict. Nothing is changed unless all of them
   * fit.
   *
   * @throws {TypeError} if a tensor is missing or unexpected, or has another
   * dtype or shape.
   */
  loadStateDict(stateDict: StateDict): void {
    loadStates(this.constructor.name, this.#namedStates(), stateDict);
  }

  /** What a notebook shows: the layers, with their parameters' shapes in PyTorch's order. */
  [DISPLAY](): MimeBundle {
    const layers = [...this.namedModules()].filter(([, module]) =>
      module.namedChildren().length === 0
    );
    const own = layers.map(([, layer]) => layer.namedParameters());
    const counts = own.map((parameters) =>
      parameters.reduce((sum, [, { torchShape }]) => sum + size(torchShape), 0)
    );
    const total = counts.reduce((sum, count) => sum + count, 0);
    const mode = this.training ? "training" : "evaluation";
    return tableBundle({
      columns: [
        tableColumn("layer", layers.map(([name]) => name)),
        tableColumn("type", layers.map(([, layer]) => layer.constructor.name)),
        tableColumn(
          "parameters",
          own.map((parameters) =>
            parameters.map(([name, { torchShape }]) =>
              `${name} ${shapeText(torchShape)}`
            ).join(", ") || undefined
          ),
        ),
        tableColumn("count", counts),
      ],
      lines: [
        `${this.constructor.name} in ${mode} mode: ` +
        `${total.toLocaleString("en-US")} parameters`,
      ],
    });
  }

  /** Frees the state of the module and its children. */
  [Symbol.dispose](): void {
    for (const [, state] of this.#namedStates()) state[Symbol.dispose]();
  }

  #setTraining(training: boolean): this {
    for (const [, module] of this.namedModules()) module.training = training;
    return this;
  }

  #namedStates(): NamedState[] {
    return [...this.namedModules()].flatMap(([path, module]) =>
      Object.entries(module)
        .filter((entry): entry is [string, State] => entry[1] instanceof State)
        .map(([name, state]): NamedState => {
          const own = snakeCase(name);
          return [path ? `${path}.${own}` : own, state];
        })
    );
  }
}

printAsShown(Module.prototype);
