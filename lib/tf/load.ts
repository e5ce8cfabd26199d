/**
 * Loads tfjs-node with what it needs from Deno; must be imported first.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";
import "../io/mod.ts"; // first: it keeps Node from warning of what comes
import { unmapFilePages } from "./unmap_file_pages.ts";

// tfjs-node calls two functions of node:util that Node has deprecated and Deno
// never had.
Object.assign(util, {
  isArray: Array.isArray,
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
});

const STDERR = 2;
const LIBC = { linux: "libc.so.6", darwin: "libSystem.dylib" };

/**
 * Runs `load` while discarding what native code writes to stderr: TensorFlow
 * prints hints about its build as soon as its libraries are loaded, before any
 * log level can be set. Errors are still thrown.
 */
function quietly(load: () => void): void {
  const os = Deno.build.os;
  if (os !== "linux" && os !== "darwin") return load();
  const libc = Deno.dlopen(LIBC[os], {
    dup: { parameters: ["i32"], result: "i32" },
    dup2: { parameters: ["i32", "i32"], result: "i32" },
    open: { parameters: ["buffer", "i32"], result: "i32" },
    close: { parameters: ["i32"], result: "i32" },
  });
  const { dup, dup2, open, close } = libc.symbols;
  const writeOnly = 1;
  const nowhere = open(new TextEncoder().encode("/dev/null\0"), writeOnly);
  const stderr = dup(STDERR);
  dup2(nowhere, STDERR);
  try {
    load();
  } finally {
    dup2(stderr, STDERR);
    close(stderr);
    close(nowhere);
    libc.close();
  }
}

/** Loads TensorFlow's smaller library, if it is where set-up puts it. */
function loadFramework(): void {
  const folder = ["..", "..", "build", "tensorflow"];
  const name = "libtensorflow_framework.so.2";
  try {
    Deno.dlopen(join(import.meta.dirname!, ...folder, name), {});
  } catch {
    // The addon will find it.
  }
}

// Loading TensorFlow resolves symbols and runs initialisers all over its 800
// MB. That leaves 250 MB resident, of which training needs some 40. So one part
// comes after the other, and the addon's JavaScript last.
const require = createRequire(import.meta.url);
for (
  const load of [
    loadFramework,
    () => require("@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node"),
    () => require("@tensorflow/tfjs-node"),
  ]
) {
  quietly(load);
  unmapFilePages("libtensorflow");
}
