import { join } from "node:path";
import { runOrThrow } from "../shared/command.ts";
import { inParallel } from "../shared/in_parallel.ts";
import { ROOT } from "../shared/paths.ts";
import type { ProgressLine } from "../shared/progress.ts";
import { findMachine } from "./requirements.ts";

/** The folder of the project's own C++. */
export const NATIVE = join(ROOT, "lib", "tf", "native");

/** Warnings for our own C++; the tests turn them into errors. */
export const WARNINGS = ["-Wall", "-Wextra", "-Wshadow"];

/** A set of processor instructions for which kernels are compiled. */
export interface InstructionSet {
  /** Its name in lib/tf/native/kernels/instructions.h. */
  name: string;
  /** The compiler flags that enable it. */
  flags: string[];
}

// Exactly what choose_kernels.cc asks the processor for.
const AVX2 = ["-mavx2", "-mfma"];
const AVX512 = ["f", "vl", "bw", "dq"].map((part) => `-mavx512${part}`);

/** The instruction sets of a processor architecture, the oldest first. */
export function instructionSets(
  arch: "x86_64" | "aarch64",
): InstructionSet[] {
  return arch === "aarch64" ? [{ name: "baseline", flags: [] }] : [
    { name: "baseline", flags: ["-march=x86-64"] },
    { name: "avx2", flags: ["-march=x86-64", ...AVX2] },
    { name: "avx512", flags: ["-march=x86-64", ...AVX2, ...AVX512] },
  ];
}

/** Sources that are compiled as one unit. */
export interface Unit {
  sources: string[];
  /** For the compiler. */
  args: string[];
}

/**
 * The project's own ops, without their kernels: one unit, because TensorFlow's
 * headers take seconds to read.
 *
 * @param tensorFlow The folder of TensorFlow's headers.
 */
export async function opsUnit(tensorFlow: string): Promise<Unit> {
  return {
    sources: [join(NATIVE, "choose_kernels.cc"), ...await nativeFiles("ops")],
    args: ["-isystem", tensorFlow, "-O2", ...WARNINGS],
  };
}

/**
 * The kernels, once for each instruction set, in the order in which they must be
 * linked, behind all others: if several units contain the same inline function
 * of the standard library, the linker takes the first copy, which must run on
 * any processor. Each file is a unit: compiled
 * together, the compiler inlines less, and Winograd's products take 4 % longer
 * with AVX-512, 16 % with AVX2.
 *
 * @param options For the compiler; the tests optimise less and check more.
 */
export async function kernelUnits(
  arch: "x86_64" | "aarch64",
  options: string[] = ["-O3", "-DNDEBUG"],
): Promise<Unit[]> {
  const sources = await nativeFiles("kernels");
  return instructionSets(arch).flatMap(({ flags }) =>
    sources.map((source) => ({
      sources: [source],
      args: [...options, "-fno-math-errno", ...flags, ...WARNINGS],
    }))
  );
}

/** The compiler's arguments for a unit. */
export function compileArgs({ sources, args }: Unit, object: string): string[] {
  return [
    ...["-std=c++17", "-fPIC", ...args],
    ...sources.slice(0, -1).flatMap((source) => ["-include", source]),
    ...["-c", sources.at(-1)!, "-o", object],
  ];
}

/** Where `compile` puts the units' object files in a folder. */
export function objectsIn(folder: string, units: readonly Unit[]): string[] {
  return units.map((_, i) => join(folder, `${i}.o`));
}

/**
 * Compiles units into a folder, as many at a time as there are cores.
 *
 * @param hurry Whether something waits for them; otherwise other programs go
 * first.
 */
export async function compile(
  units: readonly Unit[],
  folder: string,
  progress: ProgressLine,
  hurry = true,
): Promise<void> {
  const { compiler } = await findMachine();
  const objects = objectsIn(folder, units);
  const cores = navigator.hardwareConcurrency;
  let left = units.length;
  await inParallel([...units.keys()], cores, async (i) => {
    progress.detail(`${left} files to compile`);
    const args = ["-n", hurry ? "0" : "5", compiler!]
      .concat(compileArgs(units[i], objects[i]));
    await runOrThrow({ program: "nice", args });
    left--;
  });
}

/** The files in a folder of `lib/tf/native` with a given ending, sorted. */
export async function nativeFiles(
  folder: string,
  ending = ".cc",
): Promise<string[]> {
  const path = join(NATIVE, folder);
  const names = await Array.fromAsync(Deno.readDir(path), ({ name }) => name);
  return names.filter((name) => name.endsWith(ending)).sort()
    .map((name) => join(path, name));
}
