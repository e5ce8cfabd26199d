import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { FILES_PER_STEP, STEPS } from "./fake_steps.ts";

function startSetUp(root: string): Deno.ChildProcess {
  const script = join(import.meta.dirname!, "fake_steps.ts");
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, root],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function assertComplete(root: string): Promise<void> {
  for (const name of STEPS) {
    const folder = join(root, name);
    assertEquals(await exists(join(folder, ".set-up")), true);
    for (let i = 0; i < FILES_PER_STEP; i++) {
      assertEquals(await Deno.readTextFile(join(folder, `${i}`)), `${name}\n`);
    }
  }
}

async function logOf(root: string): Promise<string[]> {
  const text = await Deno.readTextFile(join(root, "log"));
  return text.trimEnd().split("\n");
}

/** Each step is made once, the last one when the others are complete. */
function assertOnceInOrder(log: string[]): void {
  const last = ["start three", "end three"];
  assertEquals(log.slice(-2), last);
  const each = STEPS.flatMap((name) => [`start ${name}`, `end ${name}`]);
  assertEquals(log.toSorted(), each.toSorted());
}

Deno.test("a set-up that was killed at any moment is completed by the next", async () => {
  const root = await Deno.makeTempDir({ prefix: "mle set-up ü " });
  for (let delayMs = 40; delayMs < 1000; delayMs += 60) {
    const killed = startSetUp(root);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    try {
      killed.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it was quicker
    }
    await killed.output();
  }
  const { code, stderr } = await startSetUp(root).output();
  assertEquals(new TextDecoder().decode(stderr), "");
  assertEquals(code, 0);
  await assertComplete(root);
  await Deno.remove(root, { recursive: true });
});

Deno.test("set-ups that start together do each step once", async () => {
  const root = await Deno.makeTempDir({ prefix: "mle set-up ü " });
  const outputs = await Promise.all(
    [1, 2, 3].map(() => startSetUp(root).output()),
  );
  assertEquals(outputs.map(({ code }) => code), [0, 0, 0]);
  await assertComplete(root);
  assertOnceInOrder(await logOf(root));
  await Deno.remove(root, { recursive: true });
});

Deno.test("a complete set-up does nothing; a removed part is made again", async () => {
  const root = await Deno.makeTempDir({ prefix: "mle set-up ü " });
  await startSetUp(root).output();
  await startSetUp(root).output();
  const log = await logOf(root);
  assertOnceInOrder(log);
  await Deno.remove(join(root, "two"), { recursive: true });
  await startSetUp(root).output();
  assertEquals(await logOf(root), [...log, "start two", "end two"]);
  await assertComplete(root);
  await Deno.remove(root, { recursive: true });
});

Deno.test("a fresh clone's set-up needs no package to say what is missing", async () => {
  const root = await Deno.makeTempDir({ prefix: "mle set-up ü " });
  const project = join(import.meta.dirname!, "..", "..");
  const parts = ["deno.json", "deno.lock", "requirements.txt"]
    .concat(["lib", "scripts"]);
  const paths = parts.map((part) => join(project, part));
  await new Deno.Command("cp", { args: ["-r", ...paths, root] }).output();
  const programs = join(root, "programs"); // a machine with nothing but a shell
  await Deno.mkdir(programs);
  await Deno.symlink("/bin/sh", join(programs, "sh"));
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", join(root, "scripts", "setup.ts")],
    clearEnv: true,
    env: { PATH: programs, NO_COLOR: "1" },
  }).output();
  const said = new TextDecoder().decode(stderr);
  assertStringIncludes(said, "Set-up failed.");
  assertStringIncludes(said, "Python");
  assertStringIncludes(said, "C++17");
  assertEquals(code, 1);
  await Deno.remove(root, { recursive: true });
});

Deno.test("the project itself is set up, and setting it up again does nothing", async () => {
  const setup = join(import.meta.dirname!, "..", "..", "scripts", "setup.ts");
  const setUp = () =>
    new Deno.Command(Deno.execPath(), { args: ["run", "-A", setup] }).output();
  await setUp(); // with other data than ours, it looks at these
  const { code, stdout } = await setUp();
  assertEquals(code, 0);
  const lines = new TextDecoder().decode(stdout).trimEnd().split("\n")
    .filter((line) => !line.startsWith("Waiting for another set-up"));
  assertEquals(lines.length, 1, lines.join("\n"));
  assertEquals(lines[0].startsWith("Set up ("), true);
});
