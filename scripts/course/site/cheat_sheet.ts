import { join } from "node:path";
import { ROOT } from "../../shared/paths.ts";
import { pageOf, type SitePage, textCell } from "./page.ts";

const README = join(ROOT, "scripts/course/release/student_readme.md");

/** What students look up while they work, from where it stands already. */
const CELLS = [
  ["exercise_2_cnn_classifier", "typescript-for-pytorch"],
  ["exercise_1_derivations", "how-to-write"],
];

/** The students' cheat sheet: tables of the exercises, and their README. */
export async function cheatSheet(
  exercises: readonly SitePage[],
): Promise<SitePage> {
  const tables = CELLS.map(([name, id]) => {
    const page = exercises.find((page) => page.name === name);
    return page!.cells.find((cell) => cell.id === id)!;
  });
  const readme = await Deno.readTextFile(README);
  return pageOf("cheat_sheet", [
    textCell("title", "# Cheat sheet"),
    ...tables,
    textCell(
      "readme",
      "What follows is for the folder that your teachers hand out.\n" +
        readme.slice(readme.indexOf("\n## ")),
    ),
  ]);
}
