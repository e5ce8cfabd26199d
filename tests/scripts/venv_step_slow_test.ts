import { assertEquals, assertRejects } from "@std/assert";
import { carryOut, isDone } from "../../scripts/setup/step.ts";
import { runOrThrow } from "../../scripts/shared/command.ts";
import { venvProgram } from "../../scripts/shared/paths.ts";
import { venvStep } from "../../scripts/setup/venv_step.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";
import { RecordedProgress } from "./recorded_progress.ts";

Deno.test("an environment that cannot be renewed keeps working", async () => {
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
  const written = await writtenToTemporaryFolder(() =>
    carryOut(step, new RecordedProgress())
  );
  assertEquals(written.filter((path) => !path.endsWith(".cc")), []);
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

Deno.test("requirements.txt names all that its packages need", async () => {
  await runOrThrow({
    program: venvProgram("python"),
    args: ["-I", "-m", "pip", "check"],
  });
});

/** The paths of what comes into the temporary folder while something runs. */
async function writtenToTemporaryFolder(
  action: () => Promise<void>,
): Promise<string[]> {
  await using temporary = await temporaryFolder();
  const before = Deno.env.get("TMPDIR");
  Deno.env.set("TMPDIR", temporary.path);
  const watcher = Deno.watchFs(temporary.path, { recursive: false });
  try {
    await action();
  } finally {
    if (before === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", before);
  }
  const last = temporary.at("last");
  await Deno.writeTextFile(last, "");
  const written = new Set<string>();
  for await (const { paths } of watcher) { // closes it when it is left
    if (paths.includes(last)) break;
    for (const path of paths) written.add(path);
  }
  return [...written];
}
