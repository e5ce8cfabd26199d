import { describeKernel } from "./kernel.ts";
import { describeMachine } from "./machine.ts";
import { describePrograms } from "./programs.ts";

/** Lines of what was found. */
export type Description = [what: string, found: string][];

/** A title, and a function that finds the lines below it. */
export type Section = [string, () => Description | Promise<Description>];

// TensorFlow and the data are loaded only in their own sections, so that the
// rest is shown even if they fail.
const SECTIONS: Section[] = [
  ["Machine", describeMachine],
  ["Programs", describePrograms],
  ["Backend", async () => (await import("./backend.ts")).describeBackend()],
  ["Jupyter kernel", describeKernel],
  [
    "Data",
    async () => (await import("../data/describe_data.ts")).describeData(),
  ],
];

/**
 * Shows what was found on this machine. Ends the program with exit code 1 if
 * something does not work.
 *
 * @param more Further sections, shown after everybody's.
 */
export async function diagnose(more: readonly Section[] = []): Promise<void> {
  Deno.env.set("TF_CPP_MIN_LOG_LEVEL", "2"); // its hints are not findings
  let failed = false;
  for (const [title, describe] of [...SECTIONS, ...more]) {
    console.log(`\n${title}`);
    try {
      const description = await describe();
      const width = Math.max(...description.map(([what]) => what.length));
      for (const [what, found] of description) {
        console.log(`  ${what.padEnd(width)}  ${found}`);
      }
    } catch (error) {
      failed = true;
      console.log(`  ✗ ${error instanceof Error ? error.message : error}`);
    }
  }
  console.log(failed ? "\nNot all is well." : "\nAll is well.");
  if (failed) Deno.exit(1);
}
