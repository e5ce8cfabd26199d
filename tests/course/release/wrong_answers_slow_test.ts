import { assert, assertEquals } from "@std/assert";
import { exerciseOf } from "../../../scripts/course/tasks/exercises.ts";
import { promptOf } from "../../../scripts/course/tasks/prompt.ts";
import { withFolder } from "../../notebooks/sample.ts";
import { ANSWERED, answersTo } from "./answers.ts";
import { WRONG_ANSWERS, type WrongAnswer } from "./mistakes/mod.ts";
import {
  type GradedVariant,
  gradeVariants,
  type Variant,
  writeGradingWorkspace,
} from "./variants.ts";

Deno.test("right answers have all points, no answers none, wrong ones lose their own", async (t) => {
  await withFolder(async (workspace) => {
    await writeGradingWorkspace(workspace);
    for (const notebook of ANSWERED) {
      const answers = await answersTo(notebook);
      const prompts = await promptsOf(notebook);
      const wrong = WRONG_ANSWERS.filter((row) => row.notebook === notebook);
      const [right, none, ...mistaken] = await gradeVariants(
        notebook,
        workspace,
        [answers, prompts, ...wrong.map((row) => changed(answers, row))],
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
      for (const [i, { cell, mistake }] of wrong.entries()) {
        await t.step(`${notebook}, ${cell}: ${mistake}`, () => {
          const check = checkOf(cell);
          for (const mark of automatic(mistaken[i])) {
            if (mark.id !== check) assertFull(mark);
            else assert(mark.points < mark.of, "it loses no points");
          }
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

/** The grade cell that looks at an answer. */
const checkOf = (cell: string): string =>
  cell.replace(/^(task-\d)-answer$/, "check-$1")
    .replace(/^output-size-answer$/, "check-output-size");

async function promptsOf(notebook: string): Promise<Variant> {
  const exercise = exerciseOf(notebook.replace(/\.ipynb$/, ""))!;
  const prompts: Variant = new Map();
  for (const id of Object.keys(exercise.answers)) {
    prompts.set(id, (await promptOf(exercise, id))!);
  }
  return prompts;
}

function changed(
  answers: Variant,
  { cell, mistake, change: [from, to] }: WrongAnswer,
): Variant {
  const answer = answers.get(cell)!;
  assertEquals(answer.split(from).length, 2, `${mistake}: once in the answer`);
  return new Map(answers).set(cell, answer.replace(from, () => to));
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
