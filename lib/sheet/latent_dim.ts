/** Returns a valid latent dimension. */
export function checkLatentDim(model: string, latentDim: number): number {
  if (Number.isInteger(latentDim) && latentDim >= 1) return latentDim;
  throw new RangeError(
    `Cannot make ${model}: expected a latent dimension of at least 1, got ` +
      `${latentDim}`,
  );
}
