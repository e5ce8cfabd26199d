import { build, type Plugin, stop } from "esbuild";
import { join } from "node:path";
import { ROOT } from "../../shared/paths.ts";

const BROWSER = join(import.meta.dirname!, "browser");

/** Puts the page's TensorFlow in the place of Deno's, and nothing in that of Node. */
const inPage: Plugin = {
  name: "in-page",
  setup({ onResolve, onLoad }) {
    onResolve(
      { filter: /\/tensorflow\.ts$/ },
      ({ resolveDir }) =>
        resolveDir === join(ROOT, "lib", "tf")
          ? { path: join(BROWSER, "tensorflow.ts") }
          : undefined,
    );
    // The answers, and what marks them, are no part of a page for students.
    onResolve({ filter: /^mle\/(grading|sheet)\// }, ({ path, importer }) => ({
      errors: [{ text: `A page must not import ${path}, as ${importer} does` }],
    }));
    onResolve({ filter: /^node:/ }, ({ path }) => ({
      path,
      namespace: "absent",
    }));
    onLoad(
      { filter: /.*/, namespace: "absent" },
      () => ({ contents: "module.exports = {};" }),
    );
  },
};

/** The program of the page to play with, the library in it, as a classic script. */
export async function bundlePlay(): Promise<string> {
  try {
    const { outputFiles: [{ text }] } = await build({
      absWorkingDir: ROOT,
      entryPoints: [join(BROWSER, "main.ts")],
      inject: [join(BROWSER, "absent.ts")],
      alias: { mle: join(ROOT, "lib") },
      plugins: [inPage],
      bundle: true,
      minify: true,
      write: false,
      format: "iife",
      target: ["chrome111", "firefox121", "safari16.4"],
      // Classes are named in errors and shown by name.
      keepNames: true,
      logLevel: "silent",
    });
    return text;
  } finally {
    await stop();
  }
}
