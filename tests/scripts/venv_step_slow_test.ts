import { assertEquals, assertRejects } from "@std/assert";
import { carryOut, isDone } from "../../scripts/setup/step.ts";
import { venvStep } from "../../scripts/setup/venv_step.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";
import { RecordedProgress } from "./recorded_progress.ts";

Deno.test("an environment that cannot be renewed goes on working as it was", async () => {
  await using dir = await temporaryFolder();
  const requirements = dir.at("requirements.txt");
  const step = venvStep({
    title: "Python",
    folder: dir.at("venv"),
    requirements,
    describe: "print('made')",
  });
  const pip = async () => {
    const { code } = await new Deno.Command(dir.at("venv", "bin", "pip"), {
      args: ["--version"],
    }).output();
    return code;
  };
  await Deno.writeTextFile(requirements, "");
  await carryOut(step, new RecordedProgress());
  assertEquals([await isDone(step), await pip()], [true, 0]);

  // As without a network: nothing is to be had from anywhere.
  await Deno.writeTextFile(requirements, "--no-index\nnot-there==1\n");
  await assertRejects(() => carryOut(step, new RecordedProgress()));
  assertEquals([await isDone(step), await pip()], [false, 0]);
  assertEquals(dir.names(), ["requirements.txt", "venv"]);

  await Deno.writeTextFile(requirements, "");
  assertEquals(await isDone(step), true);

  // A folder that is moved with all that is in it needs nothing anew.
  await Deno.rename(dir.at("venv"), dir.at("moved"));
  const moved = venvStep({
    title: "Python",
    folder: dir.at("moved"),
    requirements,
    describe: "",
  });
  assertEquals(await isDone(moved), true);
});
