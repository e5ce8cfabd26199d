import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { STAND_IN_NOTICE } from "mle/data/signs_stand_in.ts";
import { basename, join } from "node:path";
import {
  exercisePages,
  showsStandIn,
} from "../../../scripts/course/site/exercise_pages.ts";
import { textOf } from "../../../scripts/course/site/page.ts";
import { EXERCISES } from "../../../scripts/course/tasks/exercises.ts";
import {
  findNotebooks,
  NOTEBOOKS,
} from "../../../scripts/notebooks/sources.ts";
import { VERSION } from "../../../scripts/shared/version.ts";
import type { RawCell } from "../../../scripts/notebooks/format.ts";
import { withFolder } from "../../notebooks/sample.ts";

/** Writes the project's notebooks as if each cell had printed its own id. */
async function writeExecuted(folder: string, notice: string): Promise<void> {
  for (const path of await findNotebooks(NOTEBOOKS)) {
    const notebook = JSON.parse(await Deno.readTextFile(path));
    notebook.cells[0].source.push(`\n${STAND_IN_NOTICE}`); // words prove nothing
    for (const cell of notebook.cells) {
      if (cell.cell_type !== "code") continue;
      cell.outputs = [{
        output_type: "stream",
        name: "stdout",
        text: `${cell.id} ${notice}`,
      }];
    }
    await Deno.writeTextFile(
      join(folder, basename(path)),
      JSON.stringify(notebook),
    );
  }
}

/** Whether a cell's result answers a question: how many features there are. */
const isTelling = ({ source }: RawCell): boolean =>
  /summary\(|networkChart\(/.test(textOf(source));

Deno.test("a students' site shows results, and no answer nor what it showed", () =>
  withFolder(async (folder) => {
    await writeExecuted(folder, STAND_IN_NOTICE);
    const students = await exercisePages(folder, {
      answers: false,
      signs: false,
    });
    const teachers = await exercisePages(folder, {
      answers: true,
      signs: false,
    });
    for (const [i, exercise] of EXERCISES.entries()) {
      const { notebook, answers, checks, texts } = exercise;
      assertEquals(students[i].name, notebook);
      const [, madeWith] = students[i].cells;
      assertStringIncludes(textOf(madeWith.source), `Version ${VERSION}`);
      assertEquals(
        textOf(madeWith.source).includes(STAND_IN_NOTICE),
        i > 0, // Exercise 1 has no data
      );
      assertEquals(showsStandIn(students[i]), i > 0);
      for (const cell of students[i].cells) {
        const text = textOf(cell.source);
        if (cell.id in answers) {
          assert(text.includes("YOUR CODE HERE"), cell.id);
          assertEquals(cell.outputs, [], cell.id);
        } else if (cell.id in texts) {
          assert(text.includes("YOUR ANSWER HERE"), cell.id);
        } else if (cell.id in checks || isTelling(cell)) {
          assertEquals(cell.outputs, [], cell.id);
        } else if (cell.cell_type === "code") {
          assert(JSON.stringify(cell.outputs).includes(cell.id), cell.id);
        }
        assert(!text.includes("mle/grading"), cell.id);
      }
      for (const cell of teachers[i].cells) {
        assertEquals(cell.outputs?.length ?? 1, 1, cell.id);
      }
      assert(students[i].cells.length < teachers[i].cells.length);
    }
  }));

Deno.test("results from SIGNS are shown only where that is said", () =>
  withFolder(async (folder) => {
    await assertRejects(
      () => exercisePages(folder, { answers: true, signs: true }),
      Error,
      "Execute it first: deno task notebooks",
    );
    await writeExecuted(folder, "from SIGNS");
    await assertRejects(
      () => exercisePages(folder, { answers: true, signs: false }),
      Error,
      "Cannot show exercise_2_cnn_classifier on a site: expected drawn " +
        "pictures of hands, got results from SIGNS",
    );
    const shown = await exercisePages(folder, { answers: true, signs: true });
    assertEquals(shown.length, EXERCISES.length);
  }));
