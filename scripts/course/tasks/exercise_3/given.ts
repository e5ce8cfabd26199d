/** What the notebook has imported where a prompt stands; students do not get these imports. */
export type { DataLoader } from "mle/data/mod.ts";
export { mseLoss } from "mle/ops/mod.ts";
export * as nn from "mle/nn/mod.ts";
export type { Tensor } from "mle/tf/mod.ts";
export type { Autoencoder, AutoencoderOutput } from "mle/train/mod.ts";
