import { dirname, join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { runOrThrow } from "../shared/command.ts";
import { inParallel } from "../shared/in_parallel.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import type { ProgressLine } from "../shared/progress.ts";
import { ROOT, TENSORFLOW } from "../shared/paths.ts";
import { denoInstall } from "./deno_install.ts";
import {
  compileArgs,
  nativeFiles,
  nativeUnits,
  type Unit,
} from "./native_build.ts";
import { findMachine } from "./requirements.ts";
import type { Step } from "./step.ts";
import { TENSORFLOW_LIBRARIES, tensorFlowVersion } from "./tensorflow_step.ts";

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
 * `tensorFlowStep`, which is up to date.
 */
export const addonStep: Step = {
  title: "TensorFlow addon",
  stamp: join(dirname(ADDON), ".set-up"),

  async inputs() {
    if (!await exists(PACKAGE)) return ["no package"];
    return [
      `addon there: ${await exists(ADDON)}`,
      await tensorFlowVersion() ?? "none",
      ...HEADER_ARGS,
      ...LINKER_ARGS,
      ...(await units()).flatMap((unit) => compileArgs(unit, "")),
      await Deno.readTextFile(join(PACKAGE, "package.json")),
      ...await Promise.all(
        [...(await units()).flatMap(({ sources }) => sources)]
          .concat(await nativeFiles("kernels", ".h"))
          .concat(await nativeFiles("ops", ".h"))
          .map((path) => Deno.readTextFile(path)),
      ),
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
    const run = (args: string[]) =>
      runOrThrow({
        program: compiler,
        args,
        onLine: (line) => progress.detail(line),
      });
    try {
      const parts = (await units()).map((unit, i) => ({
        unit,
        object: join(folder, `${i}.o`),
      }));
      const cores = navigator.hardwareConcurrency;
      await inParallel(parts, cores, async ({ unit, object }) => {
        await run([...HEADER_ARGS, ...compileArgs(unit, object)]);
      });
      const addon = join(folder, "addon");
      const objects = parts.map(({ object }) => object);
      await run([...objects, ...LINKER_ARGS, "-o", addon]);
      await Deno.rename(addon, ADDON);
    } finally {
      await removeIfThere(folder);
    }
    return `compiled against TensorFlow ${version}`;
  },
};

/** The addon's compilation units. */
async function units(): Promise<Unit[]> {
  return [
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => ({
      sources: [join(PACKAGE, "binding", name)],
      args: ["-O2", "-DNAPI_VERSION=8", "-w"],
    })),
    ...await nativeUnits(Deno.build.arch),
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
