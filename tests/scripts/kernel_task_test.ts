import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { ROOT, VENV } from "../../scripts/shared/paths.ts";

/** Runs `deno task kernel` with a home of its own. */
async function kernelTask(home: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", join(ROOT, "scripts", "kernel.ts")]
      .concat(args),
    env: {
      HOME: home,
      XDG_DATA_HOME: join(home, "data"),
      JUPYTER_DATA_DIR: join(home, "jupyter"),
      JUPYTER_PLATFORM_DIRS: "0",
      DENO_DIR: join(home, "deno"),
    },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
}

const kernelspecIn = (folder: string) =>
  Deno.readTextFile(join(folder, "kernels", "mle-deno", "kernel.json"));

Deno.test("the kernel is made known to another Jupyter, and taken away again", async () => {
  const home = await Deno.makeTempDir();
  const prefix = join(home, "prefix");
  const ours = await kernelspecIn(join(VENV, "share", "jupyter"));
  for (
    const [args, folder] of [
      [["--user"], join(home, "jupyter")],
      [["--prefix", prefix], join(prefix, "share", "jupyter")],
    ] as [string[], string][]
  ) {
    const installed = await kernelTask(home, ...args);
    assertEquals(installed.code, 0, installed.error);
    assertEquals(await kernelspecIn(folder), ours);
    assertEquals((await kernelTask(home, ...args, "--remove")).code, 0);
    assertEquals([...Deno.readDirSync(join(folder, "kernels"))], []);

    const twice = await kernelTask(home, ...args, "--remove");
    assertEquals(twice.code, 1);
    assertStringIncludes(twice.error, `expected it in ${folder}`);
  }
  await Deno.remove(home, { recursive: true });
});

Deno.test("its name and its title are not those of a plain Deno kernel", async () => {
  const { display_name } = JSON.parse(
    await kernelspecIn(join(VENV, "share", "jupyter")),
  );
  assertEquals(display_name, "Deno (ML Essentials)");
});

Deno.test("without a choice of Jupyter, the command is refused", async () => {
  const home = await Deno.makeTempDir();
  const { code, error } = await kernelTask(home);
  assertEquals(code, 2);
  assertStringIncludes(error, "expected --user or --prefix <folder>");
  await Deno.remove(home, { recursive: true });
});
