import { dirname, join } from "node:path";
import { exists, textIn } from "mle/io/mod.ts";
import { runOrThrow } from "../shared/command.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import type { ProgressLine } from "../shared/progress.ts";
import { ROOT, TENSORFLOW } from "../shared/paths.ts";
import { denoInstall } from "./deno_install.ts";
import {
  compile,
  compileArgs,
  nativeFiles,
  objectsIn,
  opsUnit,
  type Unit,
} from "./native_build.ts";
import { kernelObjects, nativeKernelsStep } from "./native_steps.ts";
import { npmStep } from "./npm_step.ts";
import { findMachine } from "./requirements.ts";
import type { Step } from "./step.ts";
import {
  TENSORFLOW_LIBRARIES,
  tensorFlowStep,
  tensorFlowVersion,
} from "./tensorflow_step.ts";

const PACKAGE = join(ROOT, "node_modules", "@tensorflow", "tfjs-node");
const HEADERS = join(ROOT, "node_modules", "node-api-headers", "include");
const ADDON = join(PACKAGE, "lib", "napi-v8", "tfjs_binding.node");

/** The include paths of Node-API and TensorFlow, as system headers. */
const HEADER_ARGS = [HEADERS, join(TENSORFLOW, "include")]
  .flatMap((folder) => ["-isystem", folder]);

const LINKER_ARGS = [
  "-shared",
  // Deno itself provides the Node-API functions when it loads the addon.
  ...Deno.build.os === "darwin" ? ["-undefined", "dynamic_lookup"] : [],
  ...TENSORFLOW_LIBRARIES.map((name) => join(TENSORFLOW, name)),
  ...["-Xlinker", "-rpath", "-Xlinker", TENSORFLOW],
];

/**
 * The native part of tfjs-node, and the project's own TensorFlow ops in it. It
 * is compiled from the package's own sources against the TensorFlow of
 * `tensorFlowStep`.
 */
export const addonStep: Step = {
  title: "TensorFlow addon",
  needs: [npmStep, tensorFlowStep, nativeKernelsStep],
  stamp: join(dirname(ADDON), ".set-up"),
  madeBeside: true,

  async inputs() {
    if (!await exists(PACKAGE)) return ["no package"];
    const files = (await units()).flatMap(({ sources }) => sources)
      .concat(await nativeFiles("ops", ".h"), join(PACKAGE, "package.json"));
    return [
      `addon there: ${await exists(ADDON)}`,
      await tensorFlowVersion() ?? "none",
      await textIn(nativeKernelsStep.stamp) ?? "none",
      ...HEADER_ARGS,
      ...LINKER_ARGS,
      ...(await units()).flatMap((unit) => compileArgs(unit, "")),
      ...await Promise.all(files.map((path) => Deno.readTextFile(path))),
    ];
  },

  async make(progress) {
    const { compiler } = await findMachine();
    const version = await tensorFlowVersion();
    if (compiler === undefined || version === undefined) {
      return await downloadPrebuilt(progress);
    }
    const folder = `${ADDON}.${crypto.randomUUID()}.tmp`;
    await Deno.mkdir(folder, { recursive: true });
    try {
      await compile(await units(), folder, progress, HEADER_ARGS);
      const objects = objectsIn(folder, await units())
        .concat(await kernelObjects());
      const addon = join(folder, "addon");
      const args = [...objects, ...LINKER_ARGS, "-o", addon];
      await runOrThrow({ program: compiler, args });
      await Deno.rename(addon, ADDON);
    } finally {
      await removeIfThere(folder);
    }
    return `compiled against TensorFlow ${version}`;
  },
};

/** The addon's compilation units but the kernels'. */
async function units(): Promise<Unit[]> {
  return [
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => ({
      sources: [join(PACKAGE, "binding", name)],
      args: ["-O2", "-DNAPI_VERSION=8", "-w"],
    })),
    await opsUnit(),
  ];
}

/**
 * Runs the package's own install step, which downloads an older TensorFlow
 * ready-made.
 */
async function downloadPrebuilt(progress: ProgressLine): Promise<string> {
  await denoInstall(["--allow-scripts=npm:@tensorflow/tfjs-node"], progress);
  if (!await exists(ADDON)) {
    throw new Error(
      `The download of TensorFlow's addon left nothing at ${ADDON}. ` +
        "Check that this machine can reach storage.googleapis.com.",
    );
  }
  return "downloaded ready-made";
}
