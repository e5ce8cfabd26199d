import { assertEquals } from "@std/assert";
import { exists } from "mle/io/mod.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

Deno.test("exists: files and folders, also by way of a link; nothing below a file", async () => {
  await using dir = await temporaryFolder();
  await Deno.writeTextFile(dir.at("file"), "");
  await Deno.symlink("file", dir.at("link"));
  await Deno.symlink("nothing", dir.at("dangling"));
  const paths = [dir.path, dir.at("file"), dir.at("link")]
    .concat(dir.at("dangling"), dir.at("none"), dir.at("file", "below"));
  assertEquals(
    await Promise.all(paths.map(exists)),
    [true, true, true, false, false, false],
  );
});
