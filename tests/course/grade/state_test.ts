import { assertEquals, assertRejects } from "@std/assert";
import { assignIds } from "../../../scripts/course/grade/intake/student_id.ts";
import { GradingState } from "../../../scripts/course/grade/state.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";

Deno.test("only one grader works in a folder of marks at a time", async () => {
  await using dir = await temporaryFolder();
  {
    using state = await GradingState.open(dir.path);
    await state.setKept("names", { ada: "Ada" });
    await assertRejects(
      () => GradingState.open(dir.path),
      Error,
      `Another grader is at work in ${dir.path}`,
    );
    await Deno.symlink(dir.path, dir.at("link"));
    await assertRejects(() => GradingState.open(dir.at("link")), Error);
  }
  using next = await GradingState.open(dir.path);
  assertEquals(await next.kept("names"), { ada: "Ada" });
});

Deno.test("folders of students differ in more than their letters' size, from run to run", () => {
  const known = new Map<string, string>();
  assignIds(["ADA"], known);
  assertEquals([...known], [["ADA", "ADA"]]);
  assignIds(["ADA", "ada", "Ada"], known);
  const ids = [...known.values()].map((id) => id.toLowerCase());
  assertEquals([known.get("ADA"), new Set(ids).size], ["ADA", 3]);
});
