/** The training of one of the sheet's models; contenders know it as `model`. */
export interface Workload {
  /** Its name on the command line and as key of the results. */
  name: string;
  /** Its name for people. */
  title: string;
  model: "cnn" | "conv-ae" | "pca-ae";
  /** The dimension of a code; 0 for the classifier. */
  latentDim: number;
  /** The number of epochs for which the sheet trains it, all runs together. */
  sheetEpochs: number;
}

/** Pictures per step, as in the sheet. */
export const BATCH_SIZE = 64;

/** All workloads, in the sheet's order. */
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
