/**
 * Our kernel, as notebooks ask for it. Neither name is that of a plain Deno
 * kernel, which may be installed beside it and lacks what ours has.
 */
export const KERNELSPEC = {
  display_name: "Deno (ML Essentials)",
  language: "typescript",
  name: "mle-deno",
} as const;
