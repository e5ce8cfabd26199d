// deno-lint-ignore-file no-unused-vars
import type { Autoencoder, DataLoader } from "./given.ts";
import { inEvaluationMode } from "mle/nn/mod.ts";
import type { EncodedPictures } from "mle/train/mod.ts";

/**
 * Encodes a loader's pictures, in evaluation mode and without gradients. Code
 * and label at one place belong to the same picture, in whatever order the
 * loader gives them.
 */
function encodePictures(
  model: Autoencoder,
  loader: DataLoader,
): EncodedPictures {
  // TODO: inEvaluationMode(model, () => { for (using batch of loader) … });
  // return { codes, labels }.
  throw new Error("encodePictures is not implemented");
}
