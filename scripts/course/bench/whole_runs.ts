import { join } from "node:path";
import { runOrThrow } from "../../shared/command.ts";
import { ROOT } from "../../shared/paths.ts";
import { pythonEnv } from "../../shared/python_env.ts";
import { threadEnv } from "../../shared/thread_env.ts";
import type { Origins } from "./data.ts";
import { compare, type Figure } from "./figures.ts";
import type { Round } from "./measure.ts";
import { memoryOfDescendants } from "./processes.ts";
import { benchPython } from "./python_step.ts";
import type { Patience } from "./quiet.ts";
import type { Workload } from "./workloads.ts";

const SAMPLE_MS = 20;

/** A whole run of the training of a model, as a command. */
interface WholeRun {
  program: string;
  args: string[];
  env: Record<string, string>;
}

/**
 * Measures whole `deno task train` processes beside PyTorch's: all from the
 * command to its end, with the same data, epochs, validation and files. Rounds
 * in turn give the times. Memory has a run of its own, as looking at it takes
 * time: the largest sum of the processes' proportional set sizes.
 */
export async function measureWholeRuns(
  workload: Workload,
  { rounds, threads, origins, dir }: {
    rounds: number;
    threads: number;
    origins: Origins;
    /** A folder for what the runs write. */
    dir: string;
  },
  patience: Patience,
  say: (what: string) => void,
): Promise<Figure[]> {
  const { title, model, latentDim, runEpochs: epochs } = workload;
  const env = { ...pythonEnv(), ...threadEnv(threads) };
  const out = (name: string) => join(dir, name);
  const ours: WholeRun = {
    program: Deno.execPath(),
    args: ["task", "train", model, "--epochs", `${epochs}`, "--fresh"]
      .concat("--out", out("ours"))
      .concat(model === "cnn" ? [] : ["--latent", `${latentDim}`]),
    env,
  };
  const data = model === "cnn" ? origins.signs : origins.fashionMnist;
  const job = { model, latentDim, epochs, threads, data, out: out("torch") };
  const theirs: WholeRun = {
    program: benchPython,
    args: [join(import.meta.dirname!, "train_torch.py"), JSON.stringify(job)],
    env,
  };
  const train = (run: WholeRun) =>
    runOrThrow({ ...run, cwd: ROOT, onlyEnv: run.env });

  const times: [Round[], Round[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    say(`whole runs, round ${round} of ${rounds}`);
    for (const [i, run] of [ours, theirs].entries()) {
      const watched = await patience.quietly(async () => {
        const startedAt = performance.now();
        await train(run);
        return [performance.now() - startedAt];
      });
      times[i].push(watched);
    }
  }
  say("whole runs: memory");
  const [a, b] = [
    await peakMemory(() => train(ours)),
    await peakMemory(() => train(theirs)),
  ];
  // Others do not change it.
  const round = (bytes: number): Round[] => [
    { value: [bytes], others: { cores: 0, by: [] } },
  ];
  return [
    ...compare("deno task train", title, ...times, 1e3),
    ...Deno.build.os === "linux"
      ? compare("memory of deno task train", title, round(a), round(b), 1e6)
      : [],
  ];
}

/** The most memory that this process's descendants have while `run` goes on. */
async function peakMemory(run: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, memoryOfDescendants());
  }, SAMPLE_MS);
  try {
    await run();
  } finally {
    clearInterval(timer);
  }
  return peak;
}
