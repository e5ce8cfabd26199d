import { dirname, join } from "node:path";
import { runOrThrow } from "../shared/command.ts";
import { exists, removeIfThere } from "../shared/files.ts";
import type { ProgressLine } from "../shared/progress.ts";
import { ROOT, sitePackages } from "../shared/paths.ts";
import { denoInstall } from "./deno_install.ts";
import { findMachine } from "./requirements.ts";
import type { Step } from "./step.ts";

const PACKAGE = join(ROOT, "node_modules", "@tensorflow", "tfjs-node");
const HEADERS = join(ROOT, "node_modules", "node-api-headers", "include");
const ADDON = join(PACKAGE, "lib", "napi-v8", "tfjs_binding.node");
const SOURCES = ["tfjs_backend.cc", "tfjs_binding.cc"]
  .map((name) => join(PACKAGE, "binding", name));

/**
 * The native part of tfjs-node. It is compiled from the package's own sources
 * against the TensorFlow of the Python environment, which is the current one
 * and comes from where the other packages come from.
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
      ...tensorflow ? compilerArgs(tensorflow.folder, ADDON) : [],
      await Deno.readTextFile(join(PACKAGE, "package.json")),
      ...await Promise.all(SOURCES.map((path) => Deno.readTextFile(path))),
    ];
  },

  async make(progress) {
    const { compiler } = await findMachine();
    const tensorflow = await findTensorFlow();
    if (compiler === undefined || tensorflow === undefined) {
      return await downloadPrebuilt(progress);
    }
    await Deno.mkdir(dirname(ADDON), { recursive: true });
    const temporary = `${ADDON}.${crypto.randomUUID()}.tmp`;
    try {
      await runOrThrow({
        program: compiler,
        args: compilerArgs(tensorflow.folder, temporary),
        onLine: (line) => progress.detail(line),
      });
      await Deno.rename(temporary, ADDON);
    } finally {
      await removeIfThere(temporary);
    }
    return `compiled against TensorFlow ${tensorflow.version}`;
  },
};

interface TensorFlow {
  version: string;
  /** Holds the libraries, and the headers under `include`. */
  folder: string;
}

/** TensorFlow's libraries in the Python environment, if this platform's wheel has them. */
async function findTensorFlow(): Promise<TensorFlow | undefined> {
  const packages = await sitePackages();
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

function compilerArgs(tensorflow: string, output: string): string[] {
  return [
    ...["-O2", "-std=c++17", "-fPIC", "-shared", "-DNAPI_VERSION=8", "-w"],
    // Deno itself brings the Node-API functions when it loads the addon.
    ...Deno.build.os === "darwin" ? ["-undefined", "dynamic_lookup"] : [],
    ...["-I", HEADERS, "-I", join(tensorflow, "include")],
    ...SOURCES,
    ...libraries().map((name) => join(tensorflow, name)),
    ...["-Xlinker", "-rpath", "-Xlinker", tensorflow],
    ...["-o", output],
  ];
}

/** The package's own install step: an older TensorFlow, downloaded ready-made. */
async function downloadPrebuilt(progress: ProgressLine): Promise<string> {
  await denoInstall(["--allow-scripts=npm:@tensorflow/tfjs-node"], progress);
  if (!await exists(ADDON)) {
    throw new Error(
      `The download of TensorFlow's addon left nothing at ${ADDON}. ` +
        "Check that this machine reaches storage.googleapis.com.",
    );
  }
  return "downloaded ready-made";
}
