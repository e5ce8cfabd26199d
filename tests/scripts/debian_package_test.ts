import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  installPackage,
  unpackPackage,
} from "../../scripts/data/debian_package.ts";
import { CommandError } from "../../scripts/shared/command.ts";
import {
  type TemporaryFolder,
  temporaryFolder,
} from "../data/temporary_folder.ts";

/** Runs `body` with stand-ins, shell scripts, for apt-get and dpkg-deb. */
async function withStandIns(
  dir: TemporaryFolder,
  scripts: { "apt-get": string; "dpkg-deb"?: string },
  body: () => Promise<void>,
): Promise<void> {
  for (const [name, script] of Object.entries(scripts)) {
    const text = `#!/bin/sh\necho ${name} "$@" >> ${
      dir.at("log")
    }\n${script}\n`;
    await Deno.writeTextFile(dir.at(name), text, { mode: 0o755 });
  }
  const former = Deno.env.get("PATH")!;
  Deno.env.set("PATH", `${dir.path}:${former}`);
  try {
    await body();
  } finally {
    Deno.env.set("PATH", former);
  }
}

/** What the stand-ins were asked to do, without apt-get's settings. */
async function logOf(dir: TemporaryFolder): Promise<string[]> {
  const text = await Deno.readTextFile(dir.at("log"));
  return text.trimEnd().split("\n").map((line) =>
    line.replaceAll(/ -o \S+| --(quiet|yes|no-install-recommends)/g, "")
  );
}

const ignore = Deno.build.os === "windows";

Deno.test({
  name: "unpackPackage gets its own list of packages where the system has none",
  ignore,
  async fn() {
    await using dir = await temporaryFolder();
    await Deno.mkdir(dir.at("work"));
    const scripts = {
      "apt-get": `case "$*" in
        *Dir::State::lists=*update) touch updated;;
        *Dir::State::lists=*download*) test -e updated && touch a_1_all.deb;;
        *) echo "E: Unable to locate package a"; exit 100;;
      esac`,
      "dpkg-deb": `test -e "$2" && touch "$3/unpacked"`,
    };
    await withStandIns(dir, scripts, async () => {
      await unpackPackage("a", dir.at("work"), () => {});
    });
    await Deno.stat(dir.at("work", "unpacked"));
    assertEquals(await logOf(dir), [
      "apt-get download a",
      "apt-get update",
      "apt-get download a",
      `dpkg-deb --extract ${dir.at("work", "a_1_all.deb")} ${dir.at("work")}`,
    ]);
  },
});

Deno.test({
  name: "installPackage downloads first, after an update if need be",
  ignore,
  async fn() {
    await using dir = await temporaryFolder();
    const updated = dir.at("updated");
    const script = `case "$*" in
        *update) touch ${updated};;
        *) test -e ${updated};;
      esac`;
    await withStandIns(dir, { "apt-get": script }, async () => {
      await installPackage("a", () => {});
    });
    assertEquals(await logOf(dir), [
      "apt-get install --reinstall --download-only a",
      "apt-get update",
      "apt-get install --reinstall --download-only a",
      "apt-get install --reinstall --no-download a",
    ]);
  },
});

Deno.test({
  name: "installPackage shows apt-get's output when it fails",
  ignore,
  async fn() {
    await using dir = await temporaryFolder();
    const script = `case "$*" in
        *--no-download*) echo "E: the disk is full" >&2; exit 100;;
      esac`;
    await withStandIns(dir, { "apt-get": script }, async () => {
      const { message } = await assertRejects(
        () => installPackage("a", () => {}),
        CommandError,
      );
      assertStringIncludes(message, "E: the disk is full\n(exit code 100)");
    });
  },
});
