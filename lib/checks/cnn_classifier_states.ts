const batchNorm = (name: string, channels: number) => ({
  [`${name}.weight`]: [channels],
  [`${name}.bias`]: [channels],
  [`${name}.running_mean`]: [channels],
  [`${name}.running_var`]: [channels],
  [`${name}.num_batches_tracked`]: [],
});

/** The PyTorch names and shapes of the state of the sheet's classifier. */
export const CNN_CLASSIFIER_STATES: Record<string, readonly number[]> = {
  "conv1.weight": [4, 3, 3, 3],
  "conv1.bias": [4],
  ...batchNorm("bn1", 4),
  "conv2.weight": [8, 4, 3, 3],
  "conv2.bias": [8],
  ...batchNorm("bn2", 8),
  "fc1.weight": [64, 2048],
  "fc1.bias": [64],
  "fc2.weight": [6, 64],
  "fc2.bias": [6],
};
