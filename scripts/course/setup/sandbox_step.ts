import { join } from "node:path";
import { DataError } from "mle/data/data_error.ts";
import { exists } from "mle/io/mod.ts";
import { installPackage, unpackPackage } from "../../data/debian_package.ts";
import { findBubblewrap, OWN_BUBBLEWRAP } from "../sandbox/bubblewrap.ts";
import { sandboxProblem } from "../sandbox/sandbox_problem.ts";
import { run } from "../../shared/command.ts";
import { removeIfThere } from "../../shared/remove_if_there.ts";
import { ROOT, TENSORFLOW, venvProgram } from "../../shared/paths.ts";
import type { ProgressLine } from "../../shared/progress.ts";
import { STEPS } from "../../setup/set_up_project.ts";
import type { Step } from "../../setup/step.ts";

const NODE_MODULES = join(ROOT, "node_modules");

/**
 * The sandbox in which grading runs submissions. If it fails, set-up goes on,
 * since only grading needs it; it tries again the next day.
 */
export const sandboxStep: Step = {
  title: "Sandbox",
  needs: STEPS, // among them Fashion-MNIST's, which also asks apt-get
  makes: [OWN_BUBBLEWRAP],
  stamp: join(NODE_MODULES, ".sandbox.set-up"),

  async inputs() {
    const today = new Date().toDateString();
    return [
      await findBubblewrap() ?? `none, ${today}`,
      await Deno.readTextFile(join(ROOT, "deno.lock")),
    ];
  },

  async make(progress) {
    if (Deno.build.os === "linux") {
      if (await findBubblewrap() === undefined) await getBubblewrap(progress);
      if (Deno.uid() === 0) await openToOthers();
    }
    const problem = await sandboxProblem().catch((error) => {
      // Data that cannot be found: the tasks that mend that depend on set-up.
      if (error instanceof DataError) return error.message;
      throw error;
    });
    return problem === undefined
      ? "bubblewrap"
      : `WARNING: submissions cannot be graded safely. ${problem}`;
  },
};

async function getBubblewrap(progress: ProgressLine): Promise<void> {
  const onLine = (line: string) => progress.detail(line);
  try {
    if (Deno.uid() === 0) {
      await installPackage("bubblewrap", onLine);
    } else {
      const work = `${OWN_BUBBLEWRAP}.part`; // a killed set-up may have left one
      await removeIfThere(work);
      await Deno.mkdir(work, { recursive: true });
      await unpackPackage("bubblewrap", work, onLine);
      await removeIfThere(OWN_BUBBLEWRAP);
      await Deno.rename(work, OWN_BUBBLEWRAP);
    }
  } catch {
    // This is not Debian, or there is no network: the final message says what
    // to do.
  }
}

/**
 * If root runs a sandbox, its user is nobody, who must be able to read what is
 * mounted into it. Some packages contain files that only their owner may read.
 */
async function openToOthers(): Promise<void> {
  for (const path of [NODE_MODULES, venvProgram("deno"), TENSORFLOW]) {
    if (!await exists(path)) continue;
    await run({ program: "chmod", args: ["-R", "go+rX", path] });
  }
}
