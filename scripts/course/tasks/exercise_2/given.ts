/** What the notebook has imported where a prompt stands; students do not get these imports. */
export type { DataLoader, Dataset } from "mle/data/mod.ts";
export type { Layer } from "mle/nn/mod.ts";
export { evaluateClassifier } from "mle/train/mod.ts";
