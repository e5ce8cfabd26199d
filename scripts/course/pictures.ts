/** Takes the README's pictures out of the executed notebooks: `deno task pictures`. */
import { join, relative } from "node:path";
import { Command } from "commander";
import { NOTEBOOKS } from "../notebooks/sources.ts";
import { README_PICTURES } from "./pictures/readme_pictures.ts";
import { takePicture } from "./pictures/take_picture.ts";
import { runProgram } from "../shared/command_line.ts";
import { BUILD, ROOT } from "../shared/paths.ts";

await runProgram(
  new Command("deno task pictures")
    .description(
      "Take the README's pictures out of the executed notebooks, into notebooks/pictures.",
    )
    .action(async () => {
      const folders = {
        from: join(BUILD, "notebooks"),
        to: join(NOTEBOOKS, "pictures"),
      };
      await Deno.mkdir(folders.to, { recursive: true });
      for (const picture of README_PICTURES) {
        console.log(relative(ROOT, await takePicture(picture, folders)));
      }
    }),
);
