// Deno's std comes from npm as JavaScript without declarations, so that
// nothing but the npm registry is needed; this gives it its types.
// @ts-types="./std_assert.d.ts"
export * from "npm:deno-std@1.4.0/assert/mod.js";
