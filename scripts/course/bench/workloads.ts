/** One of the sheet's models in training; `model` is what the programs know. */
export interface Workload {
  /** For the command line and as key of the results. */
  name: string;
  /** For people. */
  title: string;
  model: "cnn" | "conv-ae" | "pca-ae";
  /** Numbers in a code; none for the classifier. */
  latentDim: number;
  /** How often the sheet trains it for how many epochs. */
  sheetEpochs: number;
}

/** Pictures per step, as in the sheet. */
export const BATCH_SIZE = 64;

/** All that is measured, in the sheet's order. */
export const WORKLOADS: readonly Workload[] = [
  {
    name: "cnn",
    title: "CNN",
    model: "cnn",
    latentDim: 0,
    sheetEpochs: 50,
  },
  ...[3, 100, 150].map((latentDim): Workload => ({
    name: `conv-ae-${latentDim}`,
    title: `Conv AE, d = ${latentDim}`,
    model: "conv-ae",
    latentDim,
    sheetEpochs: latentDim === 100 ? 2 * 60 : 60,
  })),
  {
    name: "pca-ae",
    title: "PCA AE, d = 10",
    model: "pca-ae",
    latentDim: 10,
    sheetEpochs: 60,
  },
];
