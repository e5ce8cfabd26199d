import { join } from "node:path";
import { Cluster } from "../../../scripts/course/cluster/cluster.ts";
import {
  daskCommand,
  installDask,
  makeCertificate,
} from "../../../scripts/course/cluster/dask.ts";
import type { LastingResult } from "../../../scripts/course/grade/lasting_kernel.ts";
import { removeIfThere } from "../../../scripts/shared/remove_if_there.ts";
import { descendants, programOf } from "../sandbox/processes.ts";
import { SILENT } from "../grade/small_course.ts";

const FAKE = join(import.meta.dirname!, "fake");
const PORT = 28_000 + Deno.pid % 1000;

/** Programs of Dask on this machine, which end with the object. */
export class LocalCluster implements AsyncDisposable {
  readonly #address: string;

  /** @param host The scheduler's, an address of this machine */
  constructor(readonly host = "127.0.0.1") {
    this.#address = `tls://${host}:${PORT}`;
  }

  readonly #folder = Deno.makeTempDirSync();
  readonly #programs = new Set<Deno.ChildProcess>();

  /** Starts a scheduler, always at the same address. */
  async scheduler(): Promise<Deno.ChildProcess> {
    await installDask(SILENT);
    await makeCertificate();
    return await this.#start(
      await daskCommand(
        ...["-m", "distributed.cli.dask_scheduler", "--protocol", "tls"],
        ...["--host", this.host, "--port", `${PORT}`, "--no-dashboard"],
      ),
    );
  }

  /**
   * Starts a worker that does what notebooks order, again whenever it ends.
   *
   * @param within The command that runs another one in its network namespace
   */
  async orderedWorker(
    course = "ours",
    within: string[] = [],
  ): Promise<Deno.ChildProcess> {
    const [env, path, ...rest] = await this.#workerCommand();
    const [name, folder] = path.split("=");
    const set = [`${name}=${FAKE}:${folder}`, `FAKE_COURSE=${course}`];
    return await this.#startAgain([...within, env, ...set, ...rest]);
  }

  /** Starts a worker that runs notebooks, again whenever it ends. */
  async worker(): Promise<Deno.ChildProcess> {
    return await this.#startAgain(await this.#workerCommand());
  }

  /** Kills what runs notebooks, and with it the worker. */
  killWorkers(): void {
    for (const { pid } of this.#programs) {
      for (const child of descendants(pid)) {
        if (programOf(child.pid).startsWith("python")) {
          Deno.kill(child.pid, "SIGKILL");
        }
      }
    }
  }

  /** Connects to it as a grader does. */
  async connect(
    identity: Record<string, string> = { course: "ours" },
    signal = new AbortController().signal,
  ): Promise<Cluster> {
    return await Cluster.connect({
      scheduler: this.#address,
      identity,
      progress: SILENT,
      signal,
      onEnd: (error) => console.log(error.message),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const program of this.#programs) {
      try {
        program.kill("SIGTERM");
      } catch {
        // It has ended.
      }
      await program.status;
    }
    await removeIfThere(this.#folder);
  }

  #workerCommand(): Promise<string[]> {
    return daskCommand(
      ...["-m", "distributed.cli.dask_worker", this.#address, "--no-nanny"],
      ...["--nthreads", "2", "--memory-limit", "0", "--no-dashboard"],
      ...["--preload", "mle_worker", "--local-directory", this.#folder],
    );
  }

  #startAgain(command: string[]): Deno.ChildProcess {
    const again = `trap 'kill $!; exit' TERM; while :; do "$@" & wait; done`;
    return this.#start(["sh", "-c", again, "sh", ...command]);
  }

  #start([program, ...args]: string[]): Deno.ChildProcess {
    const child = new Deno.Command(program, {
      args,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    this.#programs.add(child);
    return child;
  }
}

/** Has a worker carry out an order. */
export async function order(
  cluster: Cluster,
  source: string,
): Promise<LastingResult> {
  const run = cluster.runLists({ hidden: [], limits: {}, patienceMs: 1000 });
  const [result] = await run([{ cells: [{ id: "cell", source }], files: {} }]);
  return result;
}
