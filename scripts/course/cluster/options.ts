import { InvalidArgumentError, Option } from "commander";
import type { ClusterError } from "../../shared/cluster_error.ts";
import { Progress } from "../../shared/progress.ts";
import { Cluster } from "./cluster.ts";

/** The options that name a cluster. */
export interface ClusterOptions {
  scheduler?: string;
  jobqueue?: string;
  slurm?: true;
}

// What is said about this machine does not hold for others.
const LOCAL = ["unsafe", "workers", "data"];
const SAFE =
  /^(tls:\/\/([\w.-]+|\[[\da-f:]+\])|tcp:\/\/(localhost|127\.[\d.]+|\[::1\])):\d+$/i;

export const SCHEDULER: Option = new Option(
  "--scheduler <address>",
  "work on a Dask cluster: tls://host:8786",
).argParser(schedulerAddress).conflicts([...LOCAL, "jobqueue", "slurm"]);

export const JOBQUEUE: Option = new Option(
  "--jobqueue <name>",
  "start a Dask cluster, as Dask's settings say, and end it: slurm, pbs, ...",
).conflicts([...LOCAL, "slurm"]);

export const SLURM: Option = new Option("--slurm", "--jobqueue slurm")
  .conflicts(LOCAL);

/** Opens the cluster that the options name, if they do. */
export async function openCluster(
  { scheduler, slurm, jobqueue = slurm && "slurm" }: ClusterOptions,
  signal: AbortSignal,
  onEnd?: (error: ClusterError) => void,
): Promise<Cluster | undefined> {
  if (scheduler === undefined && jobqueue === undefined) return undefined;
  const { identityHere } = await import("./identity.ts"); // loads TensorFlow
  const identity = { ...await identityHere(), sandbox: "works" };
  const progress = new Progress();
  return await Cluster.connect({
    ...{ scheduler, jobqueue, identity, progress, signal, onEnd },
  });
}

/** An address with TLS, or on this machine. */
export function schedulerAddress(text: string): string {
  if (SAFE.test(text)) return text;
  throw new InvalidArgumentError(
    `Expected tls://HOST:PORT, or tcp:// to this machine, got "${text}".`,
  );
}
