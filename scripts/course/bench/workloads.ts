/** Something to measure; contenders know it as `model`. */
export interface Workload {
  /** Its name on the command line and as key of the results. */
  name: string;
  /** Its name for people. */
  title: string;
  /**
   * One of the sheet's models, or the convolutional autoencoder's max pooling
   * alone, forward and backward.
   */
  model: "cnn" | "conv-ae" | "pca-ae" | "pooling";
  /** The dimension of a code; 0 where there is none. */
  latentDim: number;
  /** The number of epochs for which the sheet trains it, all runs together. */
  sheetEpochs: number;
  /** Whether it is also measured as on processors that have AVX2 only. */
  avx2?: boolean;
  /** The epochs of whole `deno task train` processes; none if undefined. */
  runEpochs?: number;
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
    avx2: true,
    runEpochs: 10,
  },
  ...[3, 100, 150].map((latentDim): Workload => ({
    name: `conv-ae-${latentDim}`,
    title: `Conv AE, d = ${latentDim}`,
    model: "conv-ae",
    latentDim,
    sheetEpochs: latentDim === 100 ? 2 * 60 : 60,
    ...latentDim === 100 ? { avx2: true, runEpochs: 2 } : {},
  })),
  {
    name: "pca-ae",
    title: "PCA AE, d = 10",
    model: "pca-ae",
    latentDim: 10,
    sheetEpochs: 60,
    runEpochs: 10,
  },
  {
    name: "pooling",
    title: "max pooling of the conv AE",
    model: "pooling",
    latentDim: 0,
    sheetEpochs: 0,
    avx2: true,
  },
];
