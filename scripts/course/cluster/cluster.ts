import { Compile } from "typebox/compile";
import type { Elsewhere } from "../grade/grade_all.ts";
import type { LastingResult } from "../grade/lasting_kernel.ts";
import type { CellList, RunLists } from "../grade/run_lists.ts";
import { DriverProcess } from "../sandbox/mod.ts";
import type { ProgressLine } from "../../shared/progress.ts";
import { installDask, makeCertificate, ourCommand } from "./dask.ts";
import { Answer, ANSWER_BYTES, BridgeEvent, type Work } from "./protocol.ts";

// In a string of JSON, a byte takes up to six.
const MAX_LINE = 6 * ANSWER_BYTES;

const eventSchema = Compile(BridgeEvent);
const answerSchema = Compile(Answer);

type Seen = Extract<BridgeEvent, { event: "cluster" }>;

/** The cluster cannot be used any more, for no fault of a notebook. */
export class ClusterError extends Error {
  override name = "ClusterError";
}

/** Which cluster, and what its workers must be. */
export interface ClusterSettings {
  /** The address of its scheduler; otherwise one is started on `jobqueue`. */
  scheduler?: string;
  /** A batch system, by Dask's name for it. */
  jobqueue?: string;
  identity: Record<string, string>;
  progress: ProgressLine;
  /** Stops all of it. */
  signal: AbortSignal;
  /** Called if it ends by itself. */
  onEnd: (error: ClusterError) => void;
}

/**
 * Workers of a Dask cluster, which run notebooks. Python's side of it, the
 * bridge, is a program of its own, whose lines are checked like a stranger's.
 */
export class Cluster implements Elsewhere, AsyncDisposable {
  /** How many notebooks may be on their way. */
  readonly width = 500;
  readonly #bridge: DriverProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #count = 0;
  #isOver = false;
  #seen: Seen | undefined;

  private constructor(
    command: string[],
    readonly jobs: DriverProcess | undefined,
    { signal, onEnd }: ClusterSettings,
  ) {
    this.#bridge = new DriverProcess({
      command,
      onLine: (line) => this.#take(JSON.parse(line)),
      maxLineBytes: MAX_LINE,
    });
    const stop = () => this.#bridge.stop();
    signal.addEventListener("abort", stop);
    this.#bridge.ended.then((complaint) => {
      signal.removeEventListener("abort", stop);
      if (!this.#isOver) onEnd(clusterError(complaint));
      for (const id of this.#waiting.keys()) {
        this.#end(id, failure("The cluster is gone.", "stopped"));
      }
    });
  }

  /**
   * Connects to a cluster, or starts one.
   *
   * @throws {ClusterError} if none can be started
   */
  static async connect(settings: ClusterSettings): Promise<Cluster> {
    const { identity, jobqueue, progress } = settings;
    await installDask(progress);
    const { jobs, address } = jobqueue === undefined
      ? { address: settings.scheduler }
      : await startJobs(jobqueue, settings.signal);
    const command = await ourCommand("bridge");
    const cluster = new Cluster(command, jobs, settings);
    cluster.#bridge.tell({ address, identity });
    return cluster;
  }

  /** How notebooks run there. */
  runLists(work: Omit<Work, "lists">): RunLists {
    return (lists) => this.#run({ ...work, lists });
  }

  /** The workers, in words. */
  state(): string {
    if (this.#seen === undefined) return "waiting for the scheduler";
    const { workers, notebooks, refused, dashboard } = this.#seen;
    return [
      `${workers} workers for ${notebooks} notebooks`,
      ...refused.map((reason) => `refused: ${reason}`),
      ...dashboard === "" ? [] : [dashboard],
    ].join(", ");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#bridge.stop();
    await this.#bridge.ended;
    this.jobs?.stop();
    await this.jobs?.ended;
  }

  async #run(work: Work): Promise<LastingResult[]> {
    const id = this.#count++;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#waiting.set(id, resolve);
    this.#bridge.tell({ id, work: JSON.stringify(work) });
    return believable(await promise, work.lists) ??
      failure("A worker's answer is not one to these cells.");
  }

  #take(said: unknown): void {
    if (!eventSchema.Check(said)) {
      throw new TypeError("The bridge says what is not in the protocol.");
    }
    switch (said.event) {
      case "cluster":
        this.#seen = said;
        return;
      case "answer":
        return this.#end(said.id, answerIn(said.text));
      case "lost":
        return this.#end(said.id, failure(said.message));
    }
  }

  #end(id: number, answer: Answer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}

/** Starts a cluster on a batch system; its jobs end when it is stopped. */
async function startJobs(
  name: string,
  signal: AbortSignal,
): Promise<{ jobs: DriverProcess; address: string }> {
  await makeCertificate();
  const { promise, resolve } = Promise.withResolvers<string>();
  const jobs = new DriverProcess({
    command: await ourCommand("jobqueue", name),
    onLine: resolve,
    maxLineBytes: 10_000,
    patienceMs: 60_000, // cancelling jobs takes time
  });
  signal.addEventListener("abort", () => jobs.stop());
  const line = await Promise.race([
    promise,
    jobs.ended.then((complaint) => {
      throw clusterError(complaint);
    }),
  ]);
  return { jobs, address: JSON.parse(line).address };
}

function clusterError(complaint = ""): ClusterError {
  const reason = complaint.split("\n").at(-1) || "it has ended";
  return new ClusterError(`The cluster cannot be used: ${reason}.`);
}

function failure(
  message: string,
  end: "failed" | "stopped" = "failed",
): Answer {
  return [{ cells: [], endings: [], end: { id: "", end, message } }];
}

/** What a worker has sent, if it has the form of an answer. */
function answerIn(text: string): Answer {
  try {
    const value: unknown = JSON.parse(text);
    if (answerSchema.Check(value)) return value;
  } catch {
    // It is not even JSON.
  }
  return failure("A worker's answer has not the form of one.");
}

/** The answer, if it can be one to these lists; a worker may not stop a run. */
function believable(
  answer: Answer,
  lists: readonly CellList[],
): Answer | undefined {
  const isOne = answer.length <= lists.length &&
    answer.every(({ cells }, i) => {
      const asked = lists[i].cells.map(({ id }) => id).values();
      // In order, and each at most once.
      return cells.every(({ id }) => asked.some((other) => other === id));
    });
  const isWhole = answer.length === lists.length || answer.at(-1)!.end;
  return isOne && isWhole ? answer : undefined;
}
