/** What a submission gets that has no answers, only what it has seen or guesses. */
import { assert, assertEquals } from "@std/assert";
import { assemble } from "../../scripts/course/grade/assemble.ts";
import { ourCourse } from "../../scripts/course/grade/course.ts";
import {
  type Expected,
  expectedValues,
} from "../../scripts/course/grade/expected.ts";
import { mark } from "../../scripts/course/grade/mark.ts";
import type { GradingNotebook } from "../../scripts/course/grade/notebook.ts";
import { runNotebook } from "../../scripts/course/grade/run_notebook.ts";
import { Sandboxes } from "../../scripts/course/sandbox/mod.ts";
import { sandboxTest } from "../course/sandbox/run_cells.ts";
import { isFull } from "../share.ts";
import { inKernels } from "../../scripts/course/grade/run_lists.ts";

const SEEDS = Array.from({ length: 16 }, (_, i) => 1 + 7919 * i);

/** Hands out recorded values in place of what the hidden tests compute. */
const REPLAY = (recorded: Expected["values"]) =>
  `const broadcast = Deno.jupyter.broadcast;
const recorded = ${JSON.stringify(Object.values(recorded))};
Deno.jupyter.broadcast = (type, content, ...rest) => {
  const shown = content?.data?.["application/vnd.mle.values+json"];
  for (const values of shown ? recorded : []) {
    const names = Object.keys(shown.values);
    if (names.join() !== Object.keys(values).join()) continue;
    for (const name of names) shown.values[name] = { value: values[name] };
  }
  return broadcast(type, content, ...rest);
};`;

sandboxTest(
  "no value can be guessed, and none seen before is of use",
  async (t) => {
    const { teachers, handedOut, library, ...workspaces } = await ourCourse();
    const { teachersWorkspace, studentsWorkspace } = workspaces;
    // Exercise 1 has the fewest values, but a share of one is better than none.
    for (const teacher of isFull() ? teachers : teachers.slice(0, 1)) {
      await t.step(teacher.name, async () => {
        const all = await valuesOf(teacher, teachersWorkspace);
        for (const [id, values] of Object.entries(all[0].values)) {
          for (const name of Object.keys(values)) {
            const seen = all.map((one) => JSON.stringify(one.values[id][name]));
            const most = Math.max(
              ...seen.map((text) =>
                seen.filter((other) => other === text).length
              ),
            );
            assert(
              most <= 3,
              `${id}, ${name}: ${most} of ${SEEDS.length} agree`,
            );
          }
        }
        const untouched = handedOut.find(({ name }) => name === teacher.name)!;
        const thief: GradingNotebook = {
          ...untouched,
          cells: [...untouched.cells, {
            type: "code",
            id: "thief",
            source: REPLAY(all[0].values),
            tags: [],
          }],
        };
        const assembled = assemble(teacher, thief, untouched);
        await using sandboxes = new Sandboxes(
          { workspace: studentsWorkspace },
          2,
        );
        const kernels = {
          runLists: inKernels(() => sandboxes.open(), 60_000),
          library,
        };
        // The replay itself works: on the same inputs it gets everything.
        for (const [expected, share] of [[all[0], 1], [all[1], 0]] as const) {
          const run = await runNotebook(assembled, expected.seed, kernels);
          for (const { points, of, byHand } of mark(assembled, run, expected)) {
            if (!byHand) assertEquals(points, share * of);
          }
        }
      });
    }
  },
);

async function valuesOf(
  teacher: GradingNotebook,
  workspace: string,
): Promise<Expected[]> {
  await using sandboxes = new Sandboxes({ workspace }, 1);
  await using session = await sandboxes.open();
  return await expectedValues(teacher, SEEDS, session);
}
