import { assertEquals } from "@std/assert";
import { instructionSets } from "../../../scripts/setup/native_build.ts";
import { findMachine } from "../../../scripts/setup/requirements.ts";
import { runsOf } from "../../share.ts";
import { buildKernelsTest, runKernelsTest } from "./build.ts";

Deno.test("every kernel, for each set of instructions that this processor has: as plain sums", async () => {
  const { compiler } = await findMachine();
  if (compiler === undefined) return console.log("left out: no C++ compiler");
  const folder = await Deno.makeTempDir();
  try {
    const { arch } = Deno.build;
    const command = [
      await buildKernelsTest({ compiler, arch, options: ["-O1"] }, folder),
    ];
    const names = instructionSets(arch).map(({ name }) => name);
    await runKernelsTest(
      { command, arch, cases: runsOf(2000) },
      (said, expected) => {
        const [name] = expected.split(":");
        const [used] = said.split(":");
        // An older processor takes what it has.
        if (used !== name) console.log(`left out: kernels for ${name}`);
        assertEquals(said.replace(used, name), expected);
        assertEquals(names.includes(used), true, said);
      },
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
