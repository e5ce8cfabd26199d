import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { platformNote } from "../../scripts/setup/platform.ts";

const LINUX = { os: "linux", arch: "x86_64", env: "gnu" };

Deno.test("no note is printed on a platform where the project has been run", () => {
  assertEquals(platformNote(LINUX), undefined);
});

Deno.test("a platform on which nobody has run the project gets a note, and set-up goes on", () => {
  for (const os of ["linux", "darwin"]) {
    const note = platformNote({ os, arch: "aarch64", env: "gnu" })!;
    assertStringIncludes(note, os === "linux" ? "Linux" : "macOS");
    assertStringIncludes(note, "Nobody has run the project");
    assertStringIncludes(note, "deno task doctor");
  }
});

Deno.test("on Windows the way into WSL is shown at once", () => {
  const note = platformNote({ os: "windows", arch: "x86_64", env: "msvc" })!;
  assertStringIncludes(note, "was never tried");
  assertStringIncludes(note, "wsl --install");
  assertStringIncludes(note, "apt-get install nodejs npm");
  assertStringIncludes(note, "not to /mnt/c");
});

Deno.test("where there is no TensorFlow, set-up does not begin", () => {
  const refused = (platform: Parameters<typeof platformNote>[0]) =>
    assertThrows(() => platformNote(platform), Error).message;
  const intelMac = refused({ os: "darwin", arch: "x86_64" });
  assertStringIncludes(intelMac, "Intel");
  assertStringIncludes(intelMac, ".devcontainer");
  const alpine = refused({ ...LINUX, env: "musl" });
  assertStringIncludes(alpine, "musl, such as Alpine");
  assertStringIncludes(alpine, "need glibc");
  assertStringIncludes(refused({ os: "freebsd", arch: "x86_64" }), "freebsd");
});
