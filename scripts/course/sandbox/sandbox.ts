import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { Compile } from "typebox/compile";
import { DriverProcess } from "./driver_process.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import {
  type CellOutcome,
  type CellToRun,
  type Limits,
  PROTOCOL,
  type SandboxResult,
  type Start,
  type Work,
} from "./protocol.ts";
import { plainStage, sandboxStage, type Stage } from "./stage.ts";

/** Where cells run, and within which limits. */
export interface SandboxSettings {
  /** The folder whose {@linkcode WORKSPACE} files the kernel sees. */
  workspace: string;
  /**
   * Files and folders hidden from the kernel even if they are in a system
   * folder.
   */
  hidden?: readonly string[];
  /** Limits other than {@linkcode DEFAULT_LIMITS}. */
  limits?: Partial<Limits>;
  /**
   * Runs the kernel without a sandbox: a cell may do everything that this user
   * may, and only the limits on time and output apply.
   */
  unsafe?: boolean;
  /** Stops the run. */
  signal?: AbortSignal;
}

// Time for the kernel to start and the driver to end.
const MARGIN_MS = 120_000;

const eventSchema = Compile(PROTOCOL.event);

/** How a run, or a list of cells, ended. */
type End = Pick<SandboxResult, "end" | "message">;

/**
 * A sandbox for one notebook, whose kernel starts before the cells are known.
 */
export class Sandbox implements AsyncDisposable {
  readonly #driver: DriverProcess;
  /** Ends its run. */
  readonly stop = (): void => this.#driver.stop();
  #outcomes = new Map<string, CellOutcome>();
  #ended = Promise.withResolvers<End>();
  /** How the run ended, once it has. */
  #end: End | undefined;

  private constructor(
    readonly stage: Stage,
    readonly limits: Limits,
    readonly signal: AbortSignal | undefined,
  ) {
    this.#driver = new DriverProcess({
      command: stage.driver,
      onLine: (line) => this.#take(JSON.parse(line)),
      // Escaping a byte takes up to six.
      maxLineBytes: 8 * limits.totalOutputBytes + 2 ** 20,
    });
    this.#driver.ended.then((complaint) => this.#endWith(complaint));
    signal?.addEventListener("abort", this.stop);
    if (signal?.aborted) this.stop();
  }

  /**
   * Starts a kernel in a new sandbox, on the given processor.
   *
   * @throws {TypeError} if the workspace is not a project
   * @throws {Error} if no sandbox can be made here
   */
  static async open(
    { workspace, unsafe, signal, ...settings }: SandboxSettings,
    slot: number,
  ): Promise<Sandbox> {
    const limits = { ...DEFAULT_LIMITS, ...settings.limits };
    if (!await exists(join(workspace, "deno.json"))) {
      throw new TypeError(
        `Cannot run cells: expected a project in ${workspace}, got no deno.json`,
      );
    }
    const stage = unsafe
      ? await plainStage(limits)
      : await sandboxStage(limits, workspace, settings.hidden);
    const sandbox = new Sandbox(stage, limits, signal);
    const owner = Deno.pid;
    const start: Start = { ...stage.config, workspace, limits, owner, slot };
    sandbox.#driver.tell({ protocol: PROTOCOL, start });
    return sandbox;
  }

  /**
   * Runs cells, after those of earlier calls. Output that earlier cells produce
   * from now on is lost. Unless the run finishes, the kernel is gone
   * afterwards.
   *
   * @param files Texts that the project has from now on, by their path in it;
   * they replace nothing
   */
  async run(
    cells: readonly CellToRun[],
    files: Work["files"] = {},
  ): Promise<SandboxResult> {
    this.#outcomes = new Map();
    this.#ended = Promise.withResolvers();
    if (this.#end !== undefined) this.#ended.resolve(this.#end);
    const backstop = setTimeout(this.stop, this.limits.notebookMs + MARGIN_MS);
    const work: Work = {
      files,
      cells: cells.map(({ id, source }) => ({ id, source })),
    };
    this.#driver.tell(work);
    const end = await this.#ended.promise;
    clearTimeout(backstop);
    const outcomes = cells.map(({ id }): CellOutcome =>
      this.#outcomes.get(id) ??
        { id, status: "not reached", outputs: [], late: [], durationMs: 0 }
    );
    return { cells: outcomes, ...end };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal?.removeEventListener("abort", this.stop);
    this.stop();
    await this.#driver.ended;
    await this.stage[Symbol.asyncDispose]();
  }

  #take(told: unknown): void {
    if (!eventSchema.Check(told)) {
      throw new TypeError("The driver tells what is not in the protocol.");
    }
    switch (told.event) {
      case "outcome": {
        const { event: _, ...outcome } = told;
        this.#outcomes.set(outcome.id, { ...outcome, late: [] });
        return;
      }
      case "late":
        this.#outcomes.get(told.id)!.late = told.outputs;
        return;
      case "end": {
        const { event: _, ...end } = told;
        if (end.end === "finished") this.#ended.resolve(end);
        else this.#end = end;
      }
    }
  }

  /** The driver has ended; unless it failed, it has reported why. */
  #endWith(complaint: string | undefined): void {
    if (this.signal?.aborted) {
      this.#end = { end: "stopped", message: "The run was stopped." };
    } else if (complaint !== undefined || this.#end === undefined) {
      const what = complaint === undefined
        ? "ended without a word."
        : `failed. ${complaint}`;
      this.#end = {
        end: "failed",
        message: `The program that drives the kernel ${what}`,
      };
    }
    this.#ended.resolve(this.#end!);
  }
}
