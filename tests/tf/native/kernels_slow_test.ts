import { assertEquals } from "@std/assert";
import { findMachine } from "../../../scripts/setup/requirements.ts";
import { runOrThrow } from "../../../scripts/shared/command.ts";
import { runsOf } from "../../share.ts";
import {
  type Build,
  buildKernelsTest,
  isThere,
  runKernelsTest,
} from "./build.ts";

async function withBuild(
  build: Build,
  use: (program: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(await buildKernelsTest(build, folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("kernels touch no memory but their own, and do nothing undefined", async () => {
  const { compiler } = await findMachine();
  if (compiler === undefined) return console.log("left out: no C++ compiler");
  const { arch } = Deno.build;
  const options = [
    ...["-O1", "-g", "-fsanitize=address,undefined"],
    "-fno-sanitize-recover=all",
  ];
  await withBuild({ compiler, arch, options }, async (program) => {
    const cases = runsOf(300);
    await runKernelsTest({ command: [program], arch, cases }, (said) => {
      assertEquals(said.split(": ")[1], `${cases}`);
    });
  });
});

const X86 = [["Nehalem-v1", "baseline"], ["Haswell-v1", "avx2"]];

Deno.test("old processors get kernels that they can run", async () => {
  const { compiler } = await findMachine();
  const emulator = "qemu-x86_64";
  if (
    compiler === undefined || Deno.build.arch !== "x86_64" ||
    !await isThere(emulator)
  ) {
    return console.log(`left out: no ${emulator} for this machine's programs`);
  }
  const build: Build = {
    compiler,
    arch: "x86_64",
    options: ["-O2"],
    link: ["-static"],
  };
  await withBuild(build, async (program) => {
    for (const [cpu, expected] of X86) {
      const { stdout } = await runOrThrow({
        program: emulator,
        args: ["-cpu", cpu, program, "1", "3"],
      });
      assertEquals(stdout.trim(), `${expected}: 3`);
    }
  });
});

Deno.test("kernels compiled for ARM: as plain sums", async () => {
  const compiler = "aarch64-linux-gnu-g++";
  const emulator = "qemu-aarch64";
  for (const program of [compiler, emulator]) {
    if (!await isThere(program)) return console.log(`left out: no ${program}`);
  }
  const build: Build = {
    compiler,
    arch: "aarch64",
    options: ["-O2"],
    link: ["-static"],
  };
  await withBuild(build, async (program) => {
    const command = [emulator, program];
    const cases = runsOf(100);
    await runKernelsTest(
      { command, arch: "aarch64", cases },
      (said, expected) => assertEquals(said, expected),
    );
  });
});
