import { join } from "node:path";
import { ROOT } from "../shared/paths.ts";

/** Where the project's own C++ stands. */
export const NATIVE = join(ROOT, "lib", "tf", "native");

/** What our own C++ is compiled with; the tests make errors of the warnings. */
export const WARNINGS = ["-Wall", "-Wextra", "-Wshadow"];

/** A set of a processor's instructions, for which kernels are compiled. */
export interface InstructionSet {
  /** As lib/tf/native/kernels/instructions.h calls it. */
  name: string;
  /** What allows the compiler to use it. */
  flags: string[];
}

// What choose_kernels.cc asks the processor for, and no more.
const AVX2 = ["-mavx2", "-mfma"];
const AVX512 = ["f", "vl", "bw", "dq"].map((part) => `-mavx512${part}`);

/** The sets of instructions of a kind of processor, the oldest first. */
export function instructionSets(
  arch: "x86_64" | "aarch64",
): InstructionSet[] {
  return arch === "aarch64" ? [{ name: "baseline", flags: [] }] : [
    { name: "baseline", flags: ["-march=x86-64"] },
    { name: "avx2", flags: ["-march=x86-64", ...AVX2] },
    { name: "avx512", flags: ["-march=x86-64", ...AVX2, ...AVX512] },
  ];
}

/** Sources that are compiled together, as one. */
export interface Unit {
  sources: string[];
  /** For the compiler. */
  args: string[];
}

/**
 * What the project's own ops are made of, in the order in which it must be
 * linked: where several units have a copy of the same inline function of the
 * standard library, the linker takes the first, and that one must run on any
 * processor. The ops are one unit since TensorFlow's headers take seconds to
 * read, and so is each set's kernels.
 */
export async function nativeUnits(
  arch: "x86_64" | "aarch64",
): Promise<Unit[]> {
  return [
    {
      sources: [join(NATIVE, "choose_kernels.cc"), ...await nativeFiles("ops")],
      args: ["-O2", ...WARNINGS],
    },
    ...await kernelUnits(arch),
  ];
}

/** The kernels, once for each set of instructions. */
export async function kernelUnits(
  arch: "x86_64" | "aarch64",
): Promise<Unit[]> {
  const sources = await nativeFiles("kernels");
  return instructionSets(arch).map(({ flags }) => ({
    sources,
    args: ["-O3", "-fno-math-errno", "-DNDEBUG", ...flags, ...WARNINGS],
  }));
}

/** The compiler's arguments for a unit. */
export function compileArgs({ sources, args }: Unit, object: string): string[] {
  return [
    ...["-std=c++17", "-fPIC", ...args],
    ...sources.slice(0, -1).flatMap((source) => ["-include", source]),
    ...["-c", sources.at(-1)!, "-o", object],
  ];
}

/** The files of a folder of `lib/tf/native` that end so, sorted. */
export async function nativeFiles(
  folder: string,
  ending = ".cc",
): Promise<string[]> {
  const path = join(NATIVE, folder);
  const names = await Array.fromAsync(Deno.readDir(path), ({ name }) => name);
  return names.filter((name) => name.endsWith(ending)).sort()
    .map((name) => join(path, name));
}
