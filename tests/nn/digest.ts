import { createHash } from "node:crypto";
import type { SavedTensor } from "mle/nn/mod.ts";

/** A tensor as fixtures have it: the SHA-256 stands for its numbers. */
export function digestOf({ dtype, shape, data }: SavedTensor) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { shape: [...shape], dtype: dtype as string, sha256 };
}
