/**
 * Measures what the constants of our own kernels are worth: compiles copies of
 * lib/tf/native with other values and times them in turn, so that what else the
 * machine does hits all alike. A table shows the shortest time of each as a
 * multiple of the value in use.
 *
 *     deno run -A tests/tf/native/constants_bench.ts [ROUNDS [CONSTANT…]]
 */
import { cp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { runOrThrow } from "../../../scripts/shared/command.ts";
import {
  compileArgs,
  type InstructionSet,
  instructionSets,
  NATIVE,
} from "../../../scripts/setup/native_build.ts";
import { findMachine } from "../../../scripts/setup/requirements.ts";

/** A work of constants_bench.cc and its numbers. */
type Work = [name: string, ...numbers: number[]];

interface Constant {
  /** Where it is defined, in lib/tf/native. */
  file: string;
  values: number[];
  works: Work[];
}

// The shapes are those of the sheet's models; the last number of linear, batch
// norm and relu is the number of threads.
const CONSTANTS: Record<string, Constant> = {
  kTiles: {
    file: "kernels/winograd.h",
    values: [6, 12, 18, 24, 36, 48],
    works: [["winograd", 27, 16, 32], ["winograd", 26, 32, 64]],
  },
  kGap: {
    file: "kernels/winograd.h",
    values: [0, 8, 16, 32, 48],
    works: [["winograd", 27, 16, 32], ["winograd", 26, 32, 64]],
  },
  kLongSideBlock: {
    file: "kernels/linear.h",
    values: [256, 512, 1024, 2048, 4096],
    works: [1, 2].flatMap((threads): Work[] => [
      ["linear", 784, 10, threads],
      ["linear", 2048, 64, threads],
      ["linear", 40000, 3, threads],
    ]),
  },
  kRepeats: {
    file: "kernels/batch_norm.h",
    values: [16, 32, 64, 128, 256],
    works: [["batch norm", 262144, 4, 1], ["batch norm", 65536, 8, 1]],
  },
  kPixelBlockNumbers: {
    file: "kernels/batch_norm.h",
    values: [14, 15, 16, 17, 18].map((power) => 2 ** power),
    works: [1, 2].flatMap((threads): Work[] => [
      ["batch norm", 262144, 4, threads],
      ["batch norm", 65536, 8, threads],
    ]),
  },
  kBlock: {
    file: "ops/parallel.h",
    values: [12, 13, 14, 15, 16].map((power) => 2 ** power),
    works: [["relu", 2 ** 17, 2], ["relu", 2 ** 20, 2], ["relu", 2768896, 2]],
  },
  kSums: {
    file: "kernels/elementwise.cc",
    values: [16, 32, 64, 128, 256],
    works: [["mse", 64 * 784]],
  },
};

/** Compared with each other: the ratio says from how many channels it pays. */
const CHANNELS = [8, 16, 32, 64];

const SOURCES = [
  ...["batch_norm", "direct_conv", "elementwise", "linear", "winograd"]
    .map((name) => `kernels/${name}.cc`),
  "ops/workers.cc",
  join(import.meta.dirname!, "constants_bench.cc"),
];

type Measure = (work: Work) => number;

/** Compiles copies of lib/tf/native for one set of instructions. */
class Builder {
  readonly #unchanged = new Map<string, Promise<string>>();

  constructor(
    readonly compiler: string,
    readonly folder: string,
    readonly set: InstructionSet,
  ) {}

  /** Loads everything with one value of a constant, or as it is. */
  async load(
    constant?: { name: string; file: string; value: number },
  ): Promise<Measure> {
    const copy = join(this.folder, crypto.randomUUID());
    await cp(NATIVE, copy, { recursive: true });
    if (constant) {
      const path = join(copy, constant.file);
      await Deno.writeTextFile(path, changed(constant, await readFile(path)));
    }
    const objects: string[] = [];
    for (const name of SOURCES) {
      let object = this.#unchanged.get(name);
      if (constant && await this.#needs(name, constant.file)) {
        object = this.#compile(name, copy);
      } else if (object === undefined) {
        object = this.#compile(name, NATIVE);
        this.#unchanged.set(name, object);
      }
      objects.push(await object);
    }
    const library = join(copy, "bench.so");
    await this.#run(["-shared", "-pthread", ...objects, "-o", library]);
    const { symbols } = Deno.dlopen(library, {
      measure: { parameters: ["buffer", "i32", "i32", "i32"], result: "f64" },
    });
    return ([name, a, b = 0, c = 0]) =>
      symbols.measure(new TextEncoder().encode(`${name}\0`), a, b, c);
  }

  /** Whether a source is, or includes, a file. */
  async #needs(name: string, file: string): Promise<boolean> {
    const args = ["-std=c++17", "-MM", "-I", NATIVE, resolve(NATIVE, name)];
    return (await this.#run(args)).stdout.includes(file.split("/").at(-1)!);
  }

  /** Returns the path of the object. */
  async #compile(name: string, native: string): Promise<string> {
    const object = join(this.folder, `${crypto.randomUUID()}.o`);
    const unit = {
      sources: [resolve(native, name)],
      args: [
        ...["-O3", "-DNDEBUG", "-fno-math-errno", ...this.set.flags],
        ...["-fvisibility=hidden", "-fno-gnu-unique", "-I", native],
      ],
    };
    await this.#run(compileArgs(unit, object));
    return object;
  }

  #run(args: string[]) {
    return runOrThrow({ program: this.compiler, args });
  }
}

const readFile = (path: string) => Deno.readTextFile(path);
const definition = (name: string) =>
  new RegExp(`(constexpr \\w+ ${name}) = ([^;]+);`);

/** A source in which a constant has another value. */
function changed(
  { name, file, value }: { name: string; file: string; value: number },
  source: string,
): string {
  if (!definition(name).test(source)) {
    throw new Error(`Found no ${name} in ${file}`);
  }
  return source.replace(definition(name), `$1 = ${value};`);
}

/** The shortest time of each of several works, taken in turn. */
function fastest(rounds: number, works: (() => number)[]): number[] {
  const best = works.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    works.forEach((work, i) => best[i] = Math.min(best[i], work()));
  }
  return best;
}

const [rounds = 20, ...wanted] = Deno.args;
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

async function measureAll(builder: Builder): Promise<void> {
  const { name: instructions } = builder.set;
  for (const [name, { file, values, works }] of Object.entries(CONSTANTS)) {
    if (!isWanted(name)) continue;
    const runs: Measure[] = [];
    for (const value of values) {
      runs.push(await builder.load({ name, file, value }));
    }
    const source = await readFile(join(NATIVE, file));
    const [, , used] = source.match(definition(name))!;
    console.log(`${instructions}, ${name} = ${used}`);
    for (const work of works) {
      const times = fastest(Number(rounds), runs.map((run) => () => run(work)));
      const row = times.map((time, i) => `${values[i]}: ${time.toFixed(4)} ms`);
      console.log(`  ${work.join(" ")}: ${row.join(", ")}`);
    }
  }
  if (!isWanted("kWinogradChannels")) return;
  console.log(`${instructions}, Winograd's time as a multiple of direct's`);
  const run = await builder.load();
  for (const channels of CHANNELS) {
    if (instructions === "avx512" && channels < 16) continue;
    const [winograd, direct] = fastest(Number(rounds), [
      () => run(["winograd", 26, channels, channels]),
      () => run(["direct", 26, channels, channels]),
    ]);
    console.log(`  ${channels} channels: ${(winograd / direct).toFixed(2)}`);
  }
}

const { compiler } = await findMachine();
if (compiler === undefined) throw new Error("There is no C++ compiler.");
const folder = await Deno.makeTempDir();
try {
  for (const set of instructionSets("x86_64").slice(1)) {
    await measureAll(new Builder(compiler, folder, set));
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
