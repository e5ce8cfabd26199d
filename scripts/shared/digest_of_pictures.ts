import { createHash } from "node:crypto";
import type { LabelledPictures } from "mle/data/mod.ts";

/** Eight digits that tell a data set, given in its parts, from others. */
export function digestOfPictures(...parts: LabelledPictures[]): string {
  const hash = createHash("sha256");
  for (const { pixels, labels } of parts) hash.update(pixels).update(labels);
  return hash.digest("hex").slice(0, 8);
}
