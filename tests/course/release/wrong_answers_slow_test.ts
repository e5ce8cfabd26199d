import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { exerciseOf } from "../../../scripts/course/tasks/exercises.ts";
import { promptOf } from "../../../scripts/course/tasks/prompt.ts";
import { withFolder } from "../../notebooks/sample.ts";
import { ANSWERED, answersTo } from "./answers.ts";
import {
  changedAnswer,
  checkOf,
  WRONG_ANSWERS,
  type WrongAnswer,
} from "./mistakes/mod.ts";
import { type GradedVariant, gradeVariants, type Variant } from "./variants.ts";
import { shareOf } from "../../share.ts";
import { writeStudentProject } from "../../../scripts/course/release/student_project.ts";

Deno.test("right answers have all points, no answers none, wrong ones lose their own", async (t) => {
  await withFolder(async (workspace) => {
    await writeStudentProject(workspace);
    for (const notebook of ANSWERED) {
      const answers = await answersTo(notebook);
      const prompts = await promptsOf(notebook);
      const wrong = shareOf(
        `wrong answers to ${notebook}, graded`,
        WRONG_ANSWERS.filter((row) => row.notebook === notebook),
      );
      const [right, none, ...mistaken] = await gradeVariants(
        notebook,
        workspace,
        [
          answers,
          prompts,
          ...wrong.map((row) =>
            new Map(answers).set(
              row.cell,
              changedAnswer(answers.get(row.cell)!, row),
            )
          ),
        ],
      );
      await t.step(`${notebook}: right answers have all points`, () => {
        for (const mark of automatic(right)) assertFull(mark);
      });
      await t.step(
        `${notebook}: without answers, zero, and every cell says why`,
        () => {
          for (const { id, points, values } of automatic(none)) {
            assertEquals(points, 0, id);
            assert(values.every(({ reason }) => reason !== undefined), id);
            assert(none.said.get(id) !== undefined, `${id} says nothing`);
          }
        },
      );
      for (const [i, { cell, mistake, says }] of wrong.entries()) {
        await t.step(`${notebook}, ${cell}: ${mistake}`, () => {
          const check = checkOf(cell);
          for (const mark of automatic(mistaken[i])) {
            if (mark.id !== check) assertFull(mark);
            else assert(mark.points < mark.of, "it loses no points");
          }
          const said = mistaken[i].said.get(check);
          assertStringIncludes(said ?? "nothing", says, "the self-check");
        });
      }
      if (Deno.env.has("MLE_SHOW_MARKS")) show(wrong, mistaken);
    }
  });
});

type Mark = GradedVariant["marks"] extends Map<string, infer M> ? M : never;

const automatic = ({ marks }: GradedVariant): Mark[] =>
  [...marks.values()].filter(({ byHand }) => !byHand);

function assertFull({ id, points, of, values, problem }: Mark): void {
  const lost = values.filter(({ reason }) => reason !== undefined);
  assertEquals(
    points,
    of,
    `${id}: ${problem ?? JSON.stringify(lost, null, 1)}`,
  );
}

async function promptsOf(notebook: string): Promise<Variant> {
  const exercise = exerciseOf(notebook.replace(/\.ipynb$/, ""))!;
  const prompts: Variant = new Map();
  for (const id of Object.keys(exercise.answers)) {
    prompts.set(id, (await promptOf(exercise, id))!);
  }
  return prompts;
}

function show(
  wrong: readonly WrongAnswer[],
  graded: readonly GradedVariant[],
): void {
  for (const [i, { cell, mistake }] of wrong.entries()) {
    const { points, of, values } = graded[i].marks.get(checkOf(cell))!;
    const lost = values.filter(({ reason }) => reason).length;
    console.log(
      `${cell} | ${mistake} | ${points} of ${of} (${lost} of ` +
        `${values.length} values) | ${graded[i].said.get(checkOf(cell)) ?? ""}`,
    );
  }
}
