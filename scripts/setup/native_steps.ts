import { join } from "node:path";
import { textIn, writeFolderAtomically } from "mle/io/mod.ts";
import { BUILD, ROOT, TENSORFLOW } from "../shared/paths.ts";
import {
  compile,
  compileArgs,
  instructionSets,
  kernelUnits,
  nativeFiles,
  objectsIn,
  opsUnit,
  type Unit,
} from "./native_build.ts";
import { npmStep } from "./npm_step.ts";
import type { Step } from "./step.ts";
import { tensorFlowStep, tensorFlowVersion } from "./tensorflow_step.ts";

/** A part of the project's own C++, compiled to object files. */
interface Part {
  title: string;
  /** The folders of `lib/tf/native` with the headers that it includes. */
  headers: string[];
  /** Where its object files are. */
  folder: string;
  units(): Promise<Unit[]>;
  /** Whether the next step waits for nothing else. */
  hurry: boolean;
  /** The result in words. */
  describe(): Promise<string>;
}

/** The package whose native part is compiled here. */
export const TFJS_NODE: string = join(
  ROOT,
  "node_modules",
  "@tensorflow",
  "tfjs-node",
);
const NODE_API = join(ROOT, "node_modules", "node-api-headers", "include");
const TENSORFLOW_HEADERS = join(TENSORFLOW, "include");

const KERNELS: Part = {
  title: "Native kernels",
  headers: ["kernels"],
  folder: join(BUILD, "native"),
  units: () => kernelUnits(Deno.build.arch),
  hurry: false,
  describe: () => {
    const names = instructionSets(Deno.build.arch).map(({ name }) => name);
    return Promise.resolve(`compiled for ${names.join(", ")}`);
  },
};

/** tfjs-node's own sources. */
const BINDINGS: readonly Unit[] = ["tfjs_backend.cc", "tfjs_binding.cc"]
  .map((name) => ({
    sources: [join(TFJS_NODE, "binding", name)],
    args: [
      ...[NODE_API, TENSORFLOW_HEADERS].flatMap((path) => ["-isystem", path]),
      ...["-O2", "-DNAPI_VERSION=8", "-w"],
    ],
  }));

const BINDINGS_AND_OPS: Part = {
  title: "Native bindings and ops",
  headers: ["ops", "kernels"],
  folder: join(BUILD, "native-bindings"),
  units: async () => [await opsUnit(TENSORFLOW_HEADERS), ...BINDINGS],
  hurry: true,
  describe: async () =>
    `compiled against TensorFlow ${await tensorFlowVersion()}`,
};

/**
 * The kernels of the project's own TensorFlow ops, compiled. They need nothing
 * of TensorFlow.
 */
export const nativeKernelsStep: Step = stepOf(KERNELS, []);

/**
 * What connects Deno with TensorFlow: tfjs-node's sources and the project's own
 * ops, compiled.
 */
export const bindingsStep: Step = stepOf(BINDINGS_AND_OPS, [
  npmStep,
  tensorFlowStep,
]);

/** The object files, in the order in which they must be linked. */
export async function nativeObjects(): Promise<string[]> {
  const each = [BINDINGS_AND_OPS, KERNELS].map(async ({ folder, units }) =>
    objectsIn(folder, await units())
  );
  return (await Promise.all(each)).flat();
}

/** Object files do not depend on the project's place. */
function stepOf(part: Part, needs: readonly Step[]): Step {
  const { title, headers, folder, units, hurry, describe } = part;
  return {
    title,
    needs,
    makes: [folder],
    stamp: join(folder, ".set-up"),
    madeBeside: true,

    async inputs() {
      const files = await Promise.all(
        headers.map((name) => nativeFiles(name, ".h")),
      );
      files.push((await units()).flatMap(({ sources }) => sources));
      return [
        ...needs.includes(tensorFlowStep)
          ? [await tensorFlowVersion() ?? "none"]
          : [],
        ...(await units()).flatMap((unit) => compileArgs(unit, ""))
          .map((arg) => arg.replace(ROOT, "")),
        ...await Promise.all(
          files.flat().map(async (path) => await textIn(path) ?? "none"),
        ),
      ];
    },

    async make(progress) {
      await writeFolderAtomically(folder, async (place) => {
        await compile(await units(), place, progress, hurry);
      }, { synced: false });
      return await describe();
    },
  };
}
