/** Shows what was found and whether it works: `deno task doctor`. */
import { describeKernel } from "./doctor/kernel.ts";
import { describeMachine } from "./doctor/machine.ts";
import { describePrograms } from "./doctor/programs.ts";
import { teachersPart } from "./shared/teachers_part.ts";

type Description = [what: string, found: string][];
type Section = [string, () => Description | Promise<Description>];

const sandbox = await teachersPart<
  { describeSandbox(): Promise<Description> }
>("scripts/course/doctor/sandbox.ts");

// TensorFlow and the data are loaded only when they are asked after, so that
// the rest is shown even where they fail.
const sections: Section[] = [
  ["Machine", describeMachine],
  ["Programs", describePrograms],
  [
    "Backend",
    async () => (await import("./doctor/backend.ts")).describeBackend(),
  ],
  ["Jupyter kernel", describeKernel],
  ...sandbox ? [["Sandbox", sandbox.describeSandbox] satisfies Section] : [],
  ["Data", async () => (await import("./doctor/data.ts")).describeData()],
];

Deno.env.set("TF_CPP_MIN_LOG_LEVEL", "2"); // its hints are no findings

let failed = false;
for (const [title, describe] of sections) {
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
