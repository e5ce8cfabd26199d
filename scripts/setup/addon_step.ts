import { dirname, join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { runOrThrow } from "../shared/command.ts";
import { inParallel } from "../shared/in_parallel.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import type { ProgressLine } from "../shared/progress.ts";
import { ROOT, sitePackages } from "../shared/paths.ts";
import { denoInstall } from "./deno_install.ts";
import {
  compileArgs,
  nativeFiles,
  nativeUnits,
  type Unit,
} from "./native_build.ts";
import { findMachine } from "./requirements.ts";
import type { Step } from "./step.ts";

const PACKAGE = join(ROOT, "node_modules", "@tensorflow", "tfjs-node");
const HEADERS = join(ROOT, "node_modules", "node-api-headers", "include");
const ADDON = join(PACKAGE, "lib", "napi-v8", "tfjs_binding.node");

/**
 * The native part of tfjs-node, and the project's own TensorFlow ops in it. It
 * is compiled from the package's own sources against the TensorFlow of the
 * Python environment, which is up to date and comes from the same source as the
 * other packages.
 */
export const addonStep: Step = {
  title: "TensorFlow addon",
  stamp: join(dirname(ADDON), ".set-up"),

  async inputs() {
    if (!await exists(PACKAGE)) return ["no package"];
    const tensorflow = await findTensorFlow();
    return [
      `addon there: ${await exists(ADDON)}`,
      tensorflow?.version ?? "none",
      ...tensorflow ? headerArgs(tensorflow.folder) : [],
      ...tensorflow ? linkerArgs(tensorflow.folder) : [],
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
    const tensorflow = await findTensorFlow();
    if (compiler === undefined || tensorflow === undefined) {
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
        await run([
          ...headerArgs(tensorflow.folder),
          ...compileArgs(unit, object),
        ]);
      });
      const addon = join(folder, "addon");
      const objects = parts.map(({ object }) => object);
      await run([...objects, ...linkerArgs(tensorflow.folder), "-o", addon]);
      await Deno.rename(addon, ADDON);
    } finally {
      await removeIfThere(folder);
    }
    return `compiled against TensorFlow ${tensorflow.version}`;
  },
};

interface TensorFlow {
  version: string;
  /** Holds the libraries, and the headers under `include`. */
  folder: string;
}

/**
 * TensorFlow's libraries in the Python environment, if the wheel for this
 * platform has them.
 */
async function findTensorFlow(): Promise<TensorFlow | undefined> {
  const packages = sitePackages();
  if (packages === undefined || !await exists(packages)) return undefined;
  const folder = join(packages, "tensorflow");
  const [library] = libraries();
  if (!await exists(join(folder, library))) return undefined;
  for await (const { name } of Deno.readDir(packages)) {
    const match = /^tensorflow(?:_cpu)?-(.+)\.dist-info$/.exec(name);
    if (match) return { version: match[1], folder };
  }
  return undefined;
}

function libraries(): string[] {
  return ["libtensorflow_cc", "libtensorflow_framework"].map((name) =>
    Deno.build.os === "darwin" ? `${name}.2.dylib` : `${name}.so.2`
  );
}

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

/** The include paths of Node-API and TensorFlow, as system headers. */
function headerArgs(tensorflow: string): string[] {
  return ["-isystem", HEADERS, "-isystem", join(tensorflow, "include")];
}

function linkerArgs(tensorflow: string): string[] {
  return [
    "-shared",
    // Deno itself provides the Node-API functions when it loads the addon.
    ...Deno.build.os === "darwin" ? ["-undefined", "dynamic_lookup"] : [],
    ...libraries().map((name) => join(tensorflow, name)),
    ...["-Xlinker", "-rpath", "-Xlinker", tensorflow],
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
