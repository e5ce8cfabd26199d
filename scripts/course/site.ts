/** Writes the exercises and the library's reference as a site: `deno task site`. */
import { join, relative } from "node:path";
import { Command } from "commander";
import { apiPages } from "./site/api_pages.ts";
import { cheatSheet } from "./site/cheat_sheet.ts";
import { exercisePages, type Shown } from "./site/exercise_pages.ts";
import { indexPage } from "./site/index_page.ts";
import { playPage } from "./site/play_page.ts";
import { writeSite } from "./site/write_site.ts";
import { runProgram } from "../shared/command_line.ts";
import { BUILD, ROOT } from "../shared/paths.ts";

await runProgram(
  new Command("deno task site")
    .description(
      "Write the executed notebooks and the library's reference as a site that " +
        "opens from disk and can be put on any web space, into build/site; " +
        "with the answers, into build/site_with_answers.",
    )
    .option("--answers", "with the answers, for teachers", false)
    .option(
      "--signs",
      "with results from SIGNS, if you may pass them on",
      false,
    )
    .action(async (shown: Shown) => {
      const exercises = await exercisePages(join(BUILD, "notebooks"), shown);
      const others = [await playPage(exercises), await cheatSheet(exercises)];
      const api = await apiPages(shown.answers);
      // Not where the students' is: a copy of the wrong one cannot be taken back.
      const [folder, note] = shown.answers
        ? [join(BUILD, "site_with_answers"), "With the answers: for teachers"]
        : [join(BUILD, "site"), ""];
      const index = indexPage(exercises, others, api);
      const pages = [index, ...exercises, ...others, ...api];
      await writeSite(pages, folder, note);
      console.log(relative(ROOT, join(folder, "index.html")));
    }),
);
