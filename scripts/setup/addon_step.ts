import { dirname, join } from "node:path";
import { exists, textIn } from "mle/io/mod.ts";
import { runOrThrow } from "../shared/command.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import type { ProgressLine } from "../shared/progress.ts";
import { TENSORFLOW } from "../shared/paths.ts";
import { denoInstall } from "./deno_install.ts";
import {
  bindingsStep,
  nativeKernelsStep,
  nativeObjects,
  TFJS_NODE,
} from "./native_steps.ts";
import { npmStep } from "./npm_step.ts";
import { findMachine } from "./requirements.ts";
import type { Step } from "./step.ts";
import {
  TENSORFLOW_LIBRARIES,
  tensorFlowStep,
  tensorFlowVersion,
} from "./tensorflow_step.ts";

const ADDON = join(TFJS_NODE, "lib", "napi-v8", "tfjs_binding.node");

const IS_LINUX = Deno.build.os === "linux";

const LINKER_ARGS = [
  "-shared",
  ...IS_LINUX
    ? ["-Xlinker", "--no-as-needed"]
    // Deno itself provides the Node-API functions when it loads the addon.
    : ["-undefined", "dynamic_lookup"],
  ...["-Xlinker", "-rpath", "-Xlinker", TENSORFLOW],
];

/**
 * The native part of tfjs-node, and the project's own TensorFlow ops in it,
 * linked with the TensorFlow of `tensorFlowStep`.
 */
export const addonStep: Step = {
  title: "TensorFlow addon",
  needs: [npmStep, tensorFlowStep, nativeKernelsStep, bindingsStep],
  stamp: join(dirname(ADDON), ".set-up"),
  madeBeside: true,

  async inputs() {
    return [
      `addon there: ${await exists(ADDON)}`,
      await textIn(join(TFJS_NODE, "package.json")) ?? "no package",
      await tensorFlowVersion() ?? "none",
      await textIn(nativeKernelsStep.stamp) ?? "none",
      await textIn(bindingsStep.stamp) ?? "none",
      ...LINKER_ARGS,
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
    const link = (...args: string[]) =>
      runOrThrow({ program: compiler, args: [...LINKER_ARGS, ...args] });
    try {
      const libraries = TENSORFLOW_LIBRARIES.map((name) =>
        join(IS_LINUX ? folder : TENSORFLOW, name)
      );
      // On Linux only the names of libraries are linked: to read through
      // TensorFlow's symbols would take the linker 5 s.
      for (const [i, name] of TENSORFLOW_LIBRARIES.entries()) {
        if (!IS_LINUX) break;
        const args = ["-Xlinker", "-soname", "-Xlinker", name];
        await link(...args, "-x", "c++", "/dev/null", "-o", libraries[i]);
      }
      const addon = join(folder, "addon");
      await link(...await nativeObjects(), ...libraries, "-o", addon);
      await Deno.rename(addon, ADDON);
    } finally {
      await removeIfThere(folder);
    }
    return `linked with TensorFlow ${version}`;
  },
};

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
