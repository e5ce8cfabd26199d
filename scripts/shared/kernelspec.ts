/**
 * Our kernel, as notebooks name it. Both names differ from those of a plain
 * Deno kernel, which may be installed as well and lacks what ours has.
 */
export const KERNELSPEC = {
  display_name: "Deno (ML Essentials)",
  language: "typescript",
  name: "mle-deno",
} as const;
