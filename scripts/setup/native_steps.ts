import { join } from "node:path";
import { writeFolderAtomically } from "mle/io/mod.ts";
import { BUILD, ROOT } from "../shared/paths.ts";
import {
  compile,
  compileArgs,
  instructionSets,
  kernelUnits,
  nativeFiles,
  objectsIn,
} from "./native_build.ts";
import type { Step } from "./step.ts";

const OBJECTS = join(BUILD, "native");

/**
 * The kernels of the project's own TensorFlow ops, compiled. They need nothing
 * of TensorFlow, and do not depend on the project's place.
 */
export const nativeKernelsStep: Step = {
  title: "Native kernels",
  makes: [OBJECTS],
  stamp: join(OBJECTS, ".set-up"),
  madeBeside: true,

  async inputs() {
    const units = await kernelUnits(Deno.build.arch);
    const files = units.flatMap(({ sources }) => sources)
      .concat(await nativeFiles("kernels", ".h"));
    return [
      ...units.flatMap((unit) => compileArgs(unit, ""))
        .map((arg) => arg.replace(ROOT, "")),
      ...await Promise.all(files.map((path) => Deno.readTextFile(path))),
    ];
  },

  async make(progress) {
    const units = await kernelUnits(Deno.build.arch);
    await writeFolderAtomically(OBJECTS, async (place) => {
      await compile(units, place, progress);
    }, { synced: false });
    return `compiled for ${
      instructionSets(Deno.build.arch).map(({ name }) => name).join(", ")
    }`;
  },
};

/** The object files, in the order in which they must be linked. */
export async function kernelObjects(): Promise<string[]> {
  return objectsIn(OBJECTS, await kernelUnits(Deno.build.arch));
}
