import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ROOT } from "../../scripts/shared/paths.ts";
import { inParallel } from "../../scripts/shared/in_parallel.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";
import config from "../../deno.json" with { type: "json" };

const TASKS = Object.entries(config.tasks);

Deno.test("every task explains itself when asked for help, refuses what it does not know, and does nothing else", async () => {
  await using project = await temporaryFolder();
  const parts = ["deno.json", "deno.lock", "lib", "scripts", "tests"];
  const paths = parts.map((part) => `${ROOT}/${part}`);
  await new Deno.Command("cp", { args: ["-r", ...paths, project.path] })
    .output();
  await Deno.symlink(`${ROOT}/node_modules`, project.at("node_modules"));
  const before = project.names();
  const run = async (command: string, arg: string) => {
    const [, ...args] = command.split(" ");
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...args, arg],
      cwd: project.path,
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    const [said, error] = [decoder.decode(stdout), decoder.decode(stderr)];
    return { code, said, error };
  };
  await inParallel(TASKS, 2, async ([name, { command }]) => {
    const help = await run(command, "--help");
    assertEquals([name, help.code, help.error], [name, 0, ""]);
    assertStringIncludes(
      help.said,
      `Usage: deno task ${name === "attacks" ? "test" : name}`,
    );
    const unknown = await run(command, "--nonsense");
    assertEquals([name, unknown.code, unknown.said], [name, 2, ""]);
    assertMatch(unknown.error, /^error: .*--nonsense.*\n\n?\(see --help\)\n$/);
  });
  assertEquals(project.names(), before);
});
