import { assertEquals } from "@std/assert";
import { isMovable, makeMovable } from "../../scripts/setup/movable_venv.ts";
import { venvProgram } from "../../scripts/shared/paths.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

async function output(program: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(program, { args }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

for (const name of ["venv", "an environment with spaces and ümlauts"]) {
  Deno.test(`programs of a Python environment work where it is moved to, from ${name}`, async () => {
    await using dir = await temporaryFolder();
    const former = dir.at(name);
    await output(venvProgram("python"), "-m", "venv", former);
    const pip = await output(`${former}/bin/pip`, "--version");
    await makeMovable(former, dir.at("home"));
    assertEquals(await isMovable(former), true);
    assertEquals(await output(`${former}/bin/pip`, "--version"), pip);
    const latter = dir.at("elsewhere", "another place");
    await Deno.mkdir(dir.at("elsewhere"));
    await Deno.rename(former, latter);
    assertEquals(
      await output(`${latter}/bin/pip`, "--version"),
      pip.replace(former, latter),
    );
    await Deno.symlink(`${latter}/bin/pip`, dir.at("linked"));
    assertEquals(
      await output(dir.at("linked"), "--version"),
      pip.replace(former, latter),
    );
    const activate = await Deno.readTextFile(`${latter}/bin/activate`);
    assertEquals(activate.includes(former), false);
    assertEquals(activate.includes(dir.at("home")), true);
  });
}
