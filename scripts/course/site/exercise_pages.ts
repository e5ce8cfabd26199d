import { STAND_IN_NOTICE } from "mle/data/signs_stand_in.ts";
import { join } from "node:path";
import { parseRawNotebook, type RawCell } from "../../notebooks/format.ts";
import { VERSION } from "../../shared/version.ts";
import { studentNotebooks } from "../release/student_notebooks.ts";
import { exerciseOf, EXERCISES } from "../tasks/exercises.ts";
import { pageOf, type SitePage, textCell, textOf } from "./page.ts";

/** What of the exercises a site shows. */
export interface Shown {
  /** The teacher's answers, instead of what students start from. */
  answers: boolean;
  /** Results from SIGNS, which not everybody may pass on. */
  signs: boolean;
}

/**
 * The exercises' pages, from the executed notebooks in a folder.
 *
 * @throws {Error} if one of them is not there, or shows SIGNS and may not
 */
export async function exercisePages(
  folder: string,
  { answers, signs }: Shown,
): Promise<SitePage[]> {
  const executed = new Map<string, string>();
  for (const { notebook } of EXERCISES) {
    const text = await readExecuted(join(folder, `${notebook}.ipynb`));
    if (!signs && showsSigns(text)) {
      throw new Error(
        `Cannot show ${notebook} on a site: expected drawn pictures of hands, ` +
          "got results from SIGNS, which is not ours to pass on. Execute it " +
          "with deno task notebooks --stand-in, or show SIGNS with --signs",
      );
    }
    executed.set(`${notebook}.ipynb`, text);
  }
  const shown = answers ? executed : await studentNotebooks(executed);
  return Array.from(shown, ([name, text]) => {
    const { cells } = parseRawNotebook(text, name);
    const { cells: all } = parseRawNotebook(executed.get(name)!, name);
    const { checks } = exerciseOf(name.replace(/\.ipynb$/, ""))!;
    const run = answers
      ? all
      : all.filter((cell) => !(cell.id in checks) && !tellsAnswer(cell));
    const [title, ...rest] = cells.map((cell) => withOutputs(cell, run));
    const facts = textCell("made-with", madeWith(executed.get(name)!));
    return pageOf(name.replace(/\.ipynb$/, ""), [title, facts, ...rest]);
  });
}

/** Whether the hands on an exercise's page were drawn by code. */
export function showsStandIn({ cells }: SitePage): boolean {
  return JSON.stringify(cells).includes(`(${STAND_IN_NOTICE})`);
}

/** Whether a notebook was executed on SIGNS: what stands in for it says so. */
function showsSigns(text: string): boolean {
  const { cells } = parseRawNotebook(text, "an executed notebook");
  const outputs = JSON.stringify(cells.map(({ outputs }) => outputs));
  return text.includes("loadSigns(") && !outputs.includes(STAND_IN_NOTICE);
}

/** What a page was made with, in one line. */
function madeWith(text: string): string {
  const profile = /(quick|full) profile/.exec(text)?.[0];
  const data = [
    text.includes("loadFashionMnist(") && "Fashion-MNIST",
    text.includes("loadSigns(") &&
    (showsSigns(text) ? "SIGNS" : `hands drawn by code (${STAND_IN_NOTICE})`),
  ].filter(Boolean).join(" and ");
  const facts = [`Version ${VERSION}`, profile, data && `data: ${data}`];
  return `<p class="made-with">${facts.filter(Boolean).join("; ")}.</p>`;
}

/** Whether what a cell shows gives an answer away. */
const tellsAnswer = ({ metadata: { tags } }: RawCell): boolean =>
  Boolean(tags?.includes("tells-answer"));

/**
 * A cell with what it showed when it was run. A cell that begins where a
 * student begins was never run: what the answer showed is not for it, nor what
 * its self-check said.
 */
function withOutputs(cell: RawCell, run: readonly RawCell[]): RawCell {
  const outputs = run.find(({ id, source }) =>
    id === cell.id && textOf(source) === textOf(cell.source)
  )?.outputs;
  return cell.cell_type === "code" ? { ...cell, outputs: outputs ?? [] } : cell;
}

async function readExecuted(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(
      `Cannot make the site: expected the executed notebook ${path}, got ` +
        "nothing. Execute it first: deno task notebooks",
    );
  }
}
