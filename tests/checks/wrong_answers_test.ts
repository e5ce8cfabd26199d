import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { ANSWERED, answersTo } from "../course/release/answers.ts";
import {
  changedAnswer,
  checkOf,
  WRONG_ANSWERS,
} from "../course/release/mistakes/mod.ts";
import { NOTEBOOKS } from "../../scripts/notebooks/sources.ts";
import { withFolder } from "../notebooks/sample.ts";

/** What a self-check says of an answer; nothing if it is content. */
async function saidOf(
  folder: string,
  answer: string,
  check: string,
): Promise<string | undefined> {
  const [name] = check.match(/check\w+/)!;
  const path = join(folder, `${crypto.randomUUID()}.ts`);
  const text = `${answer}
import { ${name} } from "mle/checks/mod.ts";
const console = { log() {} };
export default async () => {
${check}
};`;
  await Deno.writeTextFile(path, text);
  const module = await import(pathToFileURL(path).href);
  try {
    await module.default();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The notebook's own cells, by id. */
async function cellsOf(notebook: string): Promise<Map<string, string>> {
  const { cells }: { cells: { id: string; source: string[] }[] } = JSON.parse(
    await Deno.readTextFile(join(NOTEBOOKS, notebook)),
  );
  return new Map(cells.map(({ id, source }) => [id, source.join("")]));
}

for (const notebook of ANSWERED) {
  Deno.test(`self-checks of ${notebook}: content with right answers, and name each mistake`, (t) =>
    withFolder(async (folder) => {
      const answers = await answersTo(notebook);
      const cells = await cellsOf(notebook);
      for (const [cell, answer] of answers) {
        const check = cells.get(checkOf(cell))!;
        await t.step(
          `${cell}: right`,
          async () =>
            assertEquals(await saidOf(folder, answer, check), undefined),
        );
        const wrong = WRONG_ANSWERS.filter((row) =>
          row.notebook === notebook && row.cell === cell
        );
        for (const row of wrong) {
          await t.step(`${cell}: ${row.mistake}`, async () => {
            const text = changedAnswer(answer, row);
            const said = await saidOf(folder, text, check);
            if (Deno.env.has("MLE_SHOW_MARKS")) {
              console.log(`${cell} | ${row.mistake} | ${said}`);
            }
            assert(said !== undefined, "the self-check is content");
            assertStringIncludes(said, row.says);
          });
        }
      }
    }));
}
