import { join } from "node:path";
import { runOrThrow } from "../../../scripts/shared/command.ts";
import {
  compileArgs,
  instructionSets,
  kernelUnits,
  NATIVE,
  type Unit,
  WARNINGS,
} from "../../../scripts/setup/native_build.ts";

/** How the kernels' test is compiled. */
export interface Build {
  compiler: string;
  arch: "x86_64" | "aarch64";
  /** For the compiler, beside what set-up gives it. */
  options: string[];
  /** For the linker. */
  link?: string[];
}

/** Compiles `kernels_test.cc` with all sets of kernels; returns the program. */
export async function buildKernelsTest(
  { compiler, arch, options, link = [] }: Build,
  folder: string,
): Promise<string> {
  const test: Unit = {
    sources: [
      join(NATIVE, "choose_kernels.cc"),
      join(import.meta.dirname!, "kernels_test.cc"),
    ],
    args: ["-I", NATIVE, ...WARNINGS, ...options, "-Werror"],
  };
  const strict = [...options, "-Werror"];
  // All of a set together, which compiles faster; here nobody waits for them.
  const bySet = Map.groupBy(
    await kernelUnits(arch, strict),
    ({ args }) => args.join(),
  );
  const sets = [...bySet.values()].map((units) => ({
    sources: units.flatMap(({ sources }) => sources),
    args: units[0].args,
  }));
  const units = [test, ...sets];
  const objects: string[] = [];
  for (const [i, unit] of units.entries()) {
    const object = join(folder, `${i}.o`);
    await runOrThrow({ program: compiler, args: compileArgs(unit, object) });
    objects.push(object);
  }
  const program = join(folder, "kernels_test");
  await runOrThrow({
    program: compiler,
    args: [...objects, ...options, ...link, "-o", program],
  });
  return program;
}

/** Runs the program with each set of kernels, and looks at what it says. */
export async function runKernelsTest(
  { command: [program, ...args], arch, cases }: {
    command: string[];
    arch: Build["arch"];
    cases: number;
  },
  check: (said: string, expected: string) => void,
): Promise<void> {
  for (const { name } of instructionSets(arch)) {
    const output = await runOrThrow({
      program,
      args: [...args, "1", `${cases}`],
      env: {
        MLE_OWN_OPS: name,
        // GCC's fake stack for it aligns no vector of 64 bytes (its bug 110027).
        ASAN_OPTIONS: "detect_stack_use_after_return=0",
      },
    });
    check(output.stdout.trim(), `${name}: ${cases}`);
  }
}

/** Whether a program can be started. */
export async function isThere(program: string): Promise<boolean> {
  try {
    await new Deno.Command(program, { args: ["--version"] }).output();
    return true;
  } catch {
    return false;
  }
}
