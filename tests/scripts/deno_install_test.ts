import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { denoInstall } from "../../scripts/setup/deno_install.ts";
import { CommandError } from "../../scripts/shared/command.ts";
import { RecordedProgress } from "./recorded_progress.ts";

const NETWORK_ERROR = "error sending request for url: client error (Connect)";

/** Runs `denoInstall` with a program that fails so often; says how often it ran. */
async function install(failures: number, message: string): Promise<number> {
  const dir = await Deno.makeTempDir();
  try {
    const program = join(dir, "deno");
    await Deno.writeTextFile(
      program,
      `#!/bin/sh
echo "$*" >> "${dir}/runs"
[ $(wc -l < "${dir}/runs") -gt ${failures} ] || { echo "${message}" >&2; exit 1; }`,
    );
    await Deno.chmod(program, 0o755);
    const options = { program, pauseMs: 1 };
    await denoInstall(["--extra"], new RecordedProgress(), options);
    const runs = (await Deno.readTextFile(join(dir, "runs"))).trimEnd();
    assertEquals([...new Set(runs.split("\n"))], ["install --frozen --extra"]);
    return runs.split("\n").length;
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const ignore = Deno.build.os === "windows"; // the program is a shell's

Deno.test({
  name: "packages are installed though the network fails now and then",
  ignore,
  async fn() {
    assertEquals(await install(0, ""), 1);
    assertEquals(await install(2, NETWORK_ERROR), 3);
  },
});

Deno.test({
  name: "each attempt waits twice as long as the one before",
  ignore,
  async fn() {
    const { setTimeout } = globalThis;
    const pauses: unknown[] = [];
    globalThis.setTimeout = ((go: () => void, ms: number) => {
      pauses.push(ms);
      return setTimeout(go, 0);
    }) as typeof setTimeout;
    try {
      await install(3, NETWORK_ERROR);
    } finally {
      globalThis.setTimeout = setTimeout;
    }
    assertEquals(pauses, [1, 2, 4]);
  },
});

Deno.test({
  name: "a network that stays away, and any other error, is reported",
  ignore,
  async fn() {
    await assertRejects(
      () => install(99, NETWORK_ERROR),
      CommandError,
      NETWORK_ERROR,
    );
    await assertRejects(
      () => install(1, "The lockfile is out of date"),
      CommandError,
      "The lockfile is out of date",
    );
  },
});
