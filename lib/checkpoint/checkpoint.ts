import { dirname, join } from "node:path";
import { DataError } from "../data/mod.ts";
import { cannotWrite } from "../io/mod.ts";
import {
  type Module,
  readSafetensors,
  type SafetensorsFile,
  saveSafetensors,
  type StateDict,
} from "../nn/mod.ts";
import { defaultGenerator } from "../random/mod.ts";
import { Digest } from "./digest.ts";
import { runKey, type RunStart } from "./run_key.ts";

/** The project's folder where notebooks save their training runs. */
export const CHECKPOINT_DIR: string = join(
  import.meta.dirname!,
  ...["..", "..", "build", "checkpoints"],
);

/** How to resume a saved run. */
export interface ResumeOptions {
  /** The number of epochs that the run should have. */
  epochs: number;
  /** Whether to ignore a saved run; by default false. */
  fresh?: boolean;
  /** Prints what is resumed, by default to the console. */
  print?: (line: string) => void;
}

/**
 * A saved training run: a safetensors file with the weights (`model.…`), the
 * optimizer's state (`optimizer.…`) and that of the default generator, and, as
 * metadata, the history and a digest of everything.
 *
 * @example
 * ```ts
 * import { Checkpoint } from "mle/checkpoint/mod.ts";
 * import type { AutoencoderTraining, TrainingEpoch } from "mle/train/mod.ts";
 * import type { Module } from "mle/nn/mod.ts";
 *
 * async function train(model: Module, training: AutoencoderTraining) {
 *   const checkpoint = new Checkpoint<TrainingEpoch>("runs", model, training);
 *   const history = await checkpoint.resume(training);
 *   // for each epoch from history.length + 1 on: train, push a row, then
 *   await checkpoint.save(history);
 * }
 * ```
 */
export class Checkpoint<Row> {
  /** The path of the file, which may not exist yet. */
  readonly path: string;
  readonly #key: string;
  readonly #model: Module;
  readonly #run: RunStart;
  #saving = true;

  /** Names the file in `dir` for the run that starts from the current state. */
  constructor(dir: string, model: Module, run: RunStart) {
    this.#key = runKey(model, run);
    this.#model = model;
    this.#run = run;
    const name = `${model.constructor.name}-${this.#key}.safetensors`;
    this.path = join(dir, name);
  }

  /**
   * Restores model, optimizer and default generator to the end of the saved
   * run, if there is one, and returns its history; otherwise an empty one.
   *
   * @throws {DataError} if the saved run is damaged.
   */
  async resume(
    { epochs, fresh, print = console.log }: ResumeOptions,
  ): Promise<Row[]> {
    await Deno.mkdir(dirname(this.path), { recursive: true })
      .catch((error) => {
        throw cannotWrite(dirname(this.path), error);
      });
    const saved = fresh ? undefined : await this.#read();
    if (saved === undefined) return [];
    if (saved.history.length > epochs) {
      // The longer saved run is worth more than this one, which is a part of
      // it.
      this.#saving = false;
      print(
        `${this.path} has ${saved.history.length} epochs of this run; ` +
          `training the first ${epochs} again, without saving them`,
      );
      return [];
    }
    this.#model.loadStateDict(part(saved.stateDict, "model."));
    this.#run.optimizer.loadStateDict(part(saved.stateDict, "optimizer."));
    const { data } = saved.stateDict.get("generator")!;
    defaultGenerator.setState(new Uint8Array(data.buffer));
    print(
      `Going on after epoch ${saved.history.length}, saved in ${this.path}`,
    );
    return saved.history;
  }

  /** Saves the current state and the epochs that led to it. */
  async save(rows: readonly Row[]): Promise<void> {
    if (!this.#saving) return;
    const generator = new BigInt64Array(defaultGenerator.getState().buffer);
    const stateDict: StateDict = new Map([
      ...prefixed("model.", this.#model.stateDict()),
      ...prefixed("optimizer.", this.#run.optimizer.stateDict()),
      ["generator", {
        dtype: "int64",
        shape: [generator.length],
        data: generator,
      }],
    ]);
    const history = JSON.stringify(rows);
    const sha256 = `${new Digest().addStateDict(stateDict).addFacts(history)}`;
    await saveSafetensors(this.path, stateDict, {
      run: this.#key,
      history,
      sha256,
    });
  }

  async #read(): Promise<{ stateDict: StateDict; history: Row[] } | undefined> {
    const file = await this.#readFile();
    if (file === undefined) return undefined;
    const { stateDict, metadata: { run, history, sha256 } } = file;
    if (history === undefined) throw this.#damaged("no history");
    const digest = new Digest().addStateDict(stateDict).addFacts(history);
    if (`${digest}` !== sha256) throw this.#damaged("other bytes");
    if (run !== this.#key) throw this.#damaged(run ? `run ${run}` : "no run");
    return { stateDict, history: JSON.parse(history) };
  }

  async #readFile(): Promise<SafetensorsFile | undefined> {
    try {
      return await readSafetensors(this.path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      if (error instanceof TypeError) {
        const why = error.message.replace(/^.* as safetensors: /s, "");
        throw this.#damaged(`a damaged file (${why})`);
      }
      throw error;
    }
  }

  #damaged(found: string): DataError {
    return new DataError(
      this.path,
      `run ${this.#key} as it was saved`,
      found,
      "Delete the file, or train afresh",
    );
  }
}

function* prefixed(prefix: string, stateDict: StateDict) {
  for (const [name, tensor] of stateDict) {
    yield [prefix + name, tensor] as const;
  }
}

function part(stateDict: StateDict, prefix: string): StateDict {
  return new Map(
    [...stateDict].filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
  );
}
