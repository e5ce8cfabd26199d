import { Compile } from "typebox/compile";
import { plainText } from "../grade/shown.ts";
import { DriverProcess } from "../sandbox/mod.ts";
import { ClusterError } from "../../shared/cluster_error.ts";
import type { ProgressLine } from "../../shared/progress.ts";
import { installDask, makeCertificate, ourCommand } from "./dask.ts";
import {
  ANSWER_BYTES,
  BridgeEvent,
  resourceOf,
  type Work,
} from "./protocol.ts";

// What the cluster is told of at least, so that it grows with what waits.
const LEAST_SENT = 50;
// In a string of JSON, a byte takes up to six.
const MAX_LINE = 6 * ANSWER_BYTES;

const eventSchema = Compile(BridgeEvent);

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
  onEnd?: (error: ClusterError) => void;
}

/**
 * Workers of a Dask cluster. Python's side of it, the bridge, is a program of
 * its own, whose lines are checked like a stranger's.
 */
export class Cluster implements AsyncDisposable {
  /** How much work it may be asked at a time. */
  readonly width = 500;
  readonly #bridge: DriverProcess;
  readonly #waiting = new Map<
    number,
    PromiseWithResolvers<string | null>
  >();
  readonly #unsent: [id: number, work: Work][] = [];
  #sent = 0;
  #count = 0;
  #isOver = false;
  #seen: Extract<BridgeEvent, { event: "cluster" }> | undefined;

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
      const error = clusterError(complaint);
      if (!this.#isOver && !signal.aborted) onEnd?.(error);
      for (const { reject } of this.#waiting.values()) reject(error);
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
    const resource = resourceOf(identity);
    const answerBytes = ANSWER_BYTES;
    cluster.#bridge.tell({ address, identity, resource, answerBytes });
    return cluster;
  }

  /**
   * Has a worker do some work; returns its answer, which may be anything.
   *
   * @throws {ClusterError} if the cluster ends
   * @throws {Error} if no worker could do it
   */
  async ask(work: Work): Promise<unknown> {
    const id = this.#count++;
    const answer = Promise.withResolvers<string | null>();
    this.#waiting.set(id, answer);
    this.#unsent.push([id, work]);
    this.#send();
    const text = await answer.promise;
    if (text === null) {
      throw new Error(
        "It could not be run on the cluster: three times its worker ended or failed.",
      );
    }
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  /** The workers and what they do, in words. */
  state(): string {
    if (this.#seen === undefined) return "waiting for the scheduler";
    const { workers, width, refused, dashboard } = this.#seen;
    const running = Math.min(this.#waiting.size, width);
    return plainText([
      `${running} running`,
      `${this.#waiting.size - running} waiting`,
      `workers: ${workers}`,
      ...refused.map((reason) => `refused: ${reason.replaceAll("\n", " ")}`),
      ...dashboard === "" ? [] : [dashboard],
    ].join(", "));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#bridge.stop();
    await this.#bridge.ended;
    this.jobs?.stop();
    await this.jobs?.ended;
  }

  #take(said: unknown): void {
    if (!eventSchema.Check(said)) {
      throw new TypeError("The bridge says what is not in the protocol.");
    }
    if (said.event === "cluster") {
      this.#seen = said;
    } else {
      this.#waiting.get(said.id)?.resolve(said.text);
      this.#waiting.delete(said.id);
      this.#sent--;
    }
    this.#send();
  }

  /** Sends as much as keeps the workers busy; the rest needs no memory there. */
  #send(): void {
    const most = Math.max(LEAST_SENT, 2 * (this.#seen?.width ?? 0));
    for (; this.#sent < most && this.#unsent.length > 0; this.#sent++) {
      const [id, work] = this.#unsent.shift()!;
      this.#bridge.tell({ id, work: JSON.stringify(work) });
    }
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
  const last = complaint.split("\n").at(-1)!.replace(/\.+$/, "");
  const reason = last || "it has ended";
  return new ClusterError(`The cluster cannot be used: ${reason}.`);
}
