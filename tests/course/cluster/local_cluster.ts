import { join } from "node:path";
import { Cluster } from "../../../scripts/course/cluster/cluster.ts";
import {
  installDask,
  makeCertificate,
  schedulerCommand,
  workerCommand,
} from "../../../scripts/course/cluster/dask.ts";
import { identityHere } from "../../../scripts/course/cluster/identity.ts";
import { resourceOf } from "../../../scripts/course/cluster/protocol.ts";
import { removeIfThere } from "../../../scripts/shared/remove_if_there.ts";
import { descendants, programOf } from "../sandbox/processes.ts";
import { SILENT } from "../grade/small_course.ts";

const PORT = 28_000 + Deno.pid % 1000;

/** A test of clusters, which runs if asked for and if what it needs is there. */
export function clusterTest(
  name: string,
  fn: () => Promise<void>,
  missing?: string,
): void {
  const isAsked = Deno.env.get("MLE_CLUSTER") === "1";
  const why = isAsked ? missing : "only with MLE_CLUSTER=1";
  const ignore = why !== undefined;
  Deno.test({ name: ignore ? `${name} (${why})` : name, ignore, fn });
}

/** Waits for an event. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Programs of Dask on this machine, which end with the object. */
export class LocalCluster implements AsyncDisposable {
  /** The scheduler's. */
  readonly address: string;
  readonly #folder = Deno.makeTempDirSync();
  readonly #programs: Deno.ChildProcess[] = [];

  /** @param host The scheduler's, an address of this machine */
  constructor(readonly host = "127.0.0.1") {
    this.address = `tls://${host}:${PORT}`;
  }

  /** Starts a scheduler, always at the same address. */
  async scheduler(): Promise<Deno.ChildProcess> {
    await installDask(SILENT);
    await makeCertificate();
    return this.#start(
      await schedulerCommand("--host", this.host, "--port", `${PORT}`),
    );
  }

  /**
   * Starts a worker, again whenever it ends.
   *
   * @param within The command that runs another one where the worker is to be
   */
  async worker(
    { within = [], env = {}, threads = 2, preload = "mle_worker" }: {
      within?: string[];
      env?: Record<string, string>;
      threads?: number;
      preload?: string;
    } = {},
  ): Promise<Deno.ChildProcess> {
    const [program, ...rest] = await workerCommand(
      ...[this.address, "--nthreads", `${threads}`],
      ...["--local-directory", this.#folder],
    );
    const set = Object.entries(env).map(([name, is]) => `${name}=${is}`);
    const again = `trap 'kill $!; exit' TERM; while :; do "$@" & wait; done`;
    return this.#start(
      ["sh", "-c", again, "sh", ...within, program, ...set]
        .concat(rest.map((arg) => arg === "mle_worker" ? preload : arg)),
    );
  }

  /** Starts a worker that does what notebooks order; of another course, perhaps. */
  async orderedWorker(
    course = "ours",
    threads = 2,
  ): Promise<Deno.ChildProcess> {
    const env = {
      FAKE_IDENTITY: JSON.stringify({ course }),
      FAKE_RESOURCE: resourceOf({ course }),
    };
    const preload = join(import.meta.dirname!, "fake_worker.py");
    return await this.worker({ preload, env, threads });
  }

  /** Connects to it as a grader does. */
  async connect(
    identity?: Record<string, string>,
    signal = new AbortController().signal,
  ): Promise<Cluster> {
    return await Cluster.connect({
      scheduler: this.address,
      identity: identity ?? await identityHere(),
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

  #start([program, ...args]: string[]): Deno.ChildProcess {
    const io = { stdin: "null", stdout: "null", stderr: "null" } as const;
    const child = new Deno.Command(program, { args, ...io }).spawn();
    this.#programs.push(child);
    return child;
  }
}

/** Kills a worker in the middle of what it does; it starts again. */
export function killWorker({ pid }: Deno.ChildProcess): void {
  const isPython = (child: number) => programOf(child).startsWith("python");
  const worker = descendants(pid).find(({ pid }) => isPython(pid));
  if (worker) Deno.kill(worker.pid, "SIGKILL");
}
