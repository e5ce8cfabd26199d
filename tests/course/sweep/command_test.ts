import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { CommanderError } from "commander";
import { namesIn } from "mle/io/mod.ts";
import { type Sweep, sweepProgram } from "../../../scripts/course/sweep.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";

/** What a command line says, as the program itself reads it. */
function read(args: string[]): Sweep {
  const sweeps: Sweep[] = [];
  const program = sweepProgram((sweep) => {
    sweeps.push(sweep);
    return Promise.resolve();
  });
  for (const command of program.commands) {
    command.exitOverride().configureOutput({ writeErr() {} });
  }
  program.parse(args, { from: "user" });
  return sweeps[0];
}

Deno.test("the sweeps that our texts name can be typed as they stand there", async () => {
  const notebooks = (await namesIn(join(ROOT, "notebooks")))!
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => join("notebooks", name));
  const found: string[] = [];
  for (const name of ["README.md", "CONTRIBUTING.md", ...notebooks]) {
    const text = await Deno.readTextFile(join(ROOT, name));
    for (const [, line] of text.matchAll(/deno task sweep ([^`\\\n]+)/g)) {
      if (/--help|…/.test(line)) continue;
      const { values } = read(line.trim().split(/ +/));
      found.push(
        `${name}: ${Object.values(values).some((is) => is.length > 1)}`,
      );
    }
  }
  assertEquals([...new Set(found)].sort(), [
    "README.md: true",
    "notebooks/exercise_2_cnn_classifier.ipynb: true",
  ]);
});

Deno.test("only one option says where the cluster is, and is named as it was typed", () => {
  const two = (...args: string[]) => () => read(["cnn", ...args]);
  const scheduler = ["--scheduler", "tls://host:1"];
  const wrong: [args: string[], message: string][] = [
    [
      ["--slurm", ...scheduler],
      "'--scheduler <address>' cannot be used with option '--slurm'",
    ],
    [
      ["--slurm", "--jobqueue", "pbs"],
      "'--jobqueue <name>' cannot be used with option '--slurm'",
    ],
    [
      ["--slurm", "--data", "folder"],
      "'--slurm' cannot be used with option '--data <dir>'",
    ],
  ];
  for (const [args, message] of wrong) {
    assertThrows(two(...args), CommanderError, message);
  }
  assertEquals(two("--slurm")().cluster.slurm, true);
});
