import { dirname, join } from "node:path";
import { exists } from "mle/io/mod.ts";
import { runOrThrow } from "../shared/command.ts";
import { removeIfThere } from "../shared/remove_if_there.ts";
import type { ProgressLine } from "../shared/progress.ts";
import { ROOT, sitePackages } from "../shared/paths.ts";
import { denoInstall } from "./deno_install.ts";
import { findMachine } from "./requirements.ts";
import type { Step } from "./step.ts";

const PACKAGE = join(ROOT, "node_modules", "@tensorflow", "tfjs-node");
const HEADERS = join(ROOT, "node_modules", "node-api-headers", "include");
const ADDON = join(PACKAGE, "lib", "napi-v8", "tfjs_binding.node");
const NATIVE = join(ROOT, "lib", "tf", "native");

const BINDING = ["-O2"];
// On Apple's own processors the compiler knows no other one to compile for.
const PROCESSOR = Deno.build.arch === "x86_64"
  ? ["-march=native"]
  : Deno.build.os === "linux"
  ? ["-mcpu=native"]
  : [];
const COMPUTATION = ["-O3", ...PROCESSOR, "-fno-math-errno"];

/**
 * The native part of tfjs-node, and the project's own TensorFlow ops in it. It
 * is compiled from the package's own sources against the TensorFlow of the
 * Python environment, which is the current one and comes from where the other
 * packages come from.
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
      ...tensorflow ? compilerArgs(tensorflow.folder) : [],
      ...tensorflow ? linkerArgs(tensorflow.folder) : [],
      ...(await sources()).flatMap(({ args }) => args),
      await Deno.readTextFile(join(PACKAGE, "package.json")),
      ...await Promise.all(
        [...(await sources()).map(({ path }) => path), ...await headers()]
          .map((path) => Deno.readTextFile(path)),
      ),
      await processorFeatures(),
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
      const objects = await Promise.all(
        (await sources()).map(async (source, i) => {
          const object = join(folder, `${i}.o`);
          await run([...compilerArgs(tensorflow.folder), ...source.args]
            .concat("-c", source.path, "-o", object));
          return object;
        }),
      );
      const addon = join(folder, "addon");
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

interface Source {
  path: string;
  /** For the compiler. */
  args: string[];
}

/** What the addon is made of. */
async function sources(): Promise<Source[]> {
  const ownNames = await nativeFiles(".cc");
  return [
    ...["tfjs_backend.cc", "tfjs_binding.cc"]
      .map((name) => ({ path: join(PACKAGE, "binding", name), args: BINDING })),
    ...ownNames.map((name) => ({
      path: join(NATIVE, name),
      args: name === "ops.cc" ? BINDING : COMPUTATION,
    })),
  ];
}

async function headers(): Promise<string[]> {
  return (await nativeFiles(".h")).map((name) => join(NATIVE, name));
}

async function nativeFiles(ending: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(NATIVE), ({ name }) => name);
  return names.filter((name) => name.endsWith(ending)).sort();
}

/** What the code is compiled for; on another processor it is compiled anew. */
async function processorFeatures(): Promise<string> {
  if (Deno.build.os !== "linux") return Deno.build.arch;
  const text = await Deno.readTextFile("/proc/cpuinfo");
  return /^(?:flags|Features)\s*:.*$/m.exec(text)?.[0] ?? Deno.build.arch;
}

function compilerArgs(tensorflow: string): string[] {
  return [
    ...["-std=c++17", "-fPIC", "-DNAPI_VERSION=8", "-w"],
    ...["-I", HEADERS, "-I", join(tensorflow, "include")],
  ];
}

function linkerArgs(tensorflow: string): string[] {
  return [
    "-shared",
    // Deno itself brings the Node-API functions when it loads the addon.
    ...Deno.build.os === "darwin" ? ["-undefined", "dynamic_lookup"] : [],
    ...libraries().map((name) => join(tensorflow, name)),
    ...["-Xlinker", "-rpath", "-Xlinker", tensorflow],
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
