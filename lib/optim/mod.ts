/**
 * Optimizers, as torch.optim.
 *
 * @module
 */
export { Adam, type AdamOptions } from "./adam.ts";
