import { assertEquals } from "@std/assert";
import { isMovable, makeMovable } from "../../scripts/setup/movable_venv.ts";
import { venvProgram } from "../../scripts/shared/paths.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

const BODY = `import sys
print(sys.prefix, *sys.argv[1:])
`;

// As pip writes them: the second where the path has spaces, or is too long.
const plain = (python: string) => `#!${python}\n${BODY}`;
const byShell = (python: string) =>
  `#!/bin/sh\n'''exec' "${python}" "$0" "$@"\n' '''\n${BODY}`;

async function output(program: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(program, { args }).output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout) + decoder.decode(stderr);
}

for (
  const [name, head] of [
    ["venv", plain],
    ["an environment with spaces and ümlauts", byShell],
  ] as const
) {
  Deno.test(`programs of a Python environment work where it is moved to, from ${name}`, async () => {
    await using dir = await temporaryFolder();
    const former = dir.at(name);
    const venv = ["-m", "venv", "--without-pip", former];
    await output(venvProgram("python"), ...venv);
    await Deno.writeTextFile(
      `${former}/bin/tell`,
      head(`${former}/bin/python`),
      { mode: 0o755 },
    );
    const tell = (program: string) => output(program, "a b", "$HOME");
    assertEquals(await tell(`${former}/bin/tell`), `${former} a b $HOME\n`);
    await makeMovable(former, dir.at("home"));
    assertEquals(await isMovable(former), true);
    assertEquals(await tell(`${former}/bin/tell`), `${former} a b $HOME\n`);

    const latter = dir.at("elsewhere", "another place");
    await Deno.mkdir(dir.at("elsewhere"));
    await Deno.rename(former, latter);
    assertEquals(await tell(`${latter}/bin/tell`), `${latter} a b $HOME\n`);
    await Deno.symlink(`${latter}/bin/tell`, dir.at("linked"));
    assertEquals(await tell(dir.at("linked")), `${latter} a b $HOME\n`);

    const activate = await Deno.readTextFile(`${latter}/bin/activate`);
    assertEquals(activate.includes(former), false);
    assertEquals(activate.includes(dir.at("home")), true);
  });
}
