import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { TextLineStream } from "../../../scripts/shared/lines.ts";
import { BUILD, ROOT } from "../../../scripts/shared/paths.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";

const SYSTEM = "ubuntu-24.04";
const ignore = !(Deno.uid() === 0 && await succeeds("git", "--version") &&
  await succeeds("pivot_root", "--version") && // not in Ubuntu 26.04's base
  await succeeds("unshare", "--mount", "--pid", "--fork", "true"));

async function succeeds(program: string, ...args: string[]): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args }).output()).success;
  } catch { // Deno throws at once if there is no such program
    return false;
  }
}

/** Seconds that no other sleep waits. */
const AGES = `99999.${Deno.pid}`;

/** The task, with a debootstrap that needs no network. */
async function start(
  programs: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Deno.ChildProcess> {
  const debootstrap = join(programs, "debootstrap");
  const fake = join(import.meta.dirname!, "fake_debootstrap.sh");
  if (!await exists(debootstrap)) await Deno.symlink(fake, debootstrap);
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${ROOT}/scripts/course/bare.ts`]
      .concat([SYSTEM, ...args]),
    env: { ...env, NO_COLOR: "1", PATH: `${programs}:${Deno.env.get("PATH")}` },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

const LOG = [
  "debootstrap noble http://localhost/mirror",
  "useradd",
  "apt-get update --quiet --yes",
  "apt-get install nodejs npm --quiet --yes",
  "apt-get install g++ --quiet --yes",
];

Deno.test({
  name:
    "a bare system is set up as README says, with what set-up asks for, by a user with the caller's network",
  ignore,
  async fn() {
    await using dir = await temporaryFolder();
    await Deno.writeTextFile(dir.at("certificates"), "the caller's\n");
    const child = await start(dir.path, [
      ...["--mirror", "http://localhost/mirror"],
      ...["cat /log", "id -u", "cat deno.json", 'cat "$PIP_CERT"', "exit 3"],
    ], { PIP_CERT: dir.at("certificates"), SECRET: "no" });
    const { code, stdout } = await child.output();
    const said = new TextDecoder().decode(stdout);
    assertStringIncludes(said, LOG.join("\n"));
    assertStringIncludes(said, "student$ id -u\n1000\n");
    assertStringIncludes(said, '"imports"'); // the clone is the current folder
    assertStringIncludes(said, "the caller's\n(exit code 0,");
    assertStringIncludes(said, "(exit code 3,");
    assertEquals(code, 1);
    await assertNothingLeft(`bare-${SYSTEM}-student`);
  },
});

Deno.test({
  name: "Ctrl-C leaves no mount, no process and no folder of a bare system",
  ignore,
  async fn() {
    await using dir = await temporaryFolder();
    const child = await start(dir.path, ["--root", `echo on; sleep ${AGES}`]);
    const stderr = new Response(child.stderr).text();
    let isStarted = false;
    const lines = child.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    for await (const line of lines) {
      if (line !== "on") continue;
      isStarted = true;
      child.kill("SIGINT");
    }
    assertEquals([isStarted, await stderr], [true, ""]);
    assertEquals((await child.status).code, 130);
    await assertNothingLeft(`bare-${SYSTEM}-root`);
  },
});

async function assertNothingLeft(name: string): Promise<void> {
  assertEquals(await exists(join(BUILD, name)), false);
  const mounts = await Deno.readTextFile("/proc/self/mountinfo");
  assertEquals(mounts.includes(name), false);
  // What the end of its namespace kills may still be ending.
  for (let tries = 1; (await commands(name)).length > 0; tries++) {
    if (tries === 100) assertEquals(await commands(name), []);
    await new Promise((go) => setTimeout(go, 100));
  }
}

/** The running programs that have to do with this system. */
async function commands(name: string): Promise<string[]> {
  const all = await Promise.all(
    Array.from(
      Deno.readDirSync("/proc"),
      ({ name: pid }) =>
        Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => ""),
    ),
  );
  return all.filter((text) => text.includes(name) || text.includes(AGES));
}
