/** What a submission can gain by other means than an answer: nothing. */
import { assertEquals } from "@std/assert";
import { assemble } from "../../scripts/course/grade/assemble.ts";
import { ourCourse } from "../../scripts/course/grade/course.ts";
import { expectedValues } from "../../scripts/course/grade/expected.ts";
import { mark } from "../../scripts/course/grade/mark.ts";
import { runNotebook } from "../../scripts/course/grade/run_notebook.ts";
import { shownCells } from "../../scripts/course/grade/shown.ts";
import { Sandboxes, type Session } from "../../scripts/course/sandbox/mod.ts";
import { notebook } from "../course/grade/grade_cells.ts";
import { inKernel, kernelCourse } from "../course/grade/kernel_course.ts";
import { RIGHT, submission } from "../course/grade/notebooks.ts";
import { sandboxTest } from "../course/sandbox/run_cells.ts";
import { shareOf } from "../share.ts";
import { GAIN } from "./gain.ts";
import { inKernels } from "../../scripts/course/grade/run_lists.ts";

sandboxTest(
  "no points, and no word of the hidden tests, by other means",
  async (t) => {
    const { studentsWorkspace: workspace, library } = await ourCourse();
    const [teacher] = kernelCourse(workspace).teachers;
    const expectedFrom = async (opened: Session) => {
      await using session = opened;
      return (await expectedValues(teacher, [77_777], session))[0];
    };
    const attacks = shareOf("attacks on marks", Object.entries(GAIN), 0.3);
    const limits = { cellMs: 4000, notebookMs: 20_000 };
    await using sandboxes = new Sandboxes(
      { workspace, limits },
      attacks.length + 1,
    );
    const kernels = {
      runLists: inKernels(() => sandboxes.open(), 20_000),
      library,
    };
    const expected = await expectedFrom(await sandboxes.open());
    for (const [name, source] of attacks) {
      await t.step(name, async () => {
        const cells = inKernel(submission({ cube: { source } }, RIGHT));
        const assembled = assemble(teacher, notebook(cells));
        const run = await runNotebook(assembled, expected.seed, kernels);
        const marks = mark(assembled, run, expected);
        const cube = marks.find(({ id }) => id === "check-cube")!;
        assertEquals([cube.points, cube.of], [0, 2]);
        const said = JSON.stringify([
          shownCells(assembled, run.own).flatMap(({ outputs }) => outputs),
          run.troubles,
          marks.map(({ values, problem }) => [values, problem]),
        ]);
        // The self-check's own input is 2; the hidden one is another.
        const input = expected.seed % 89 + 3;
        for (
          const secret of [`input ${input}`, "seed", "nonce", btoa(`${input}`)]
        ) {
          assertEquals(said.includes(secret), false, `${secret} in ${said}`);
        }
      });
    }
  },
);
