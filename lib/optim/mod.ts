/**
 * Optimizers, as in torch.optim.
 *
 * @module
 */
export { Adam, type AdamOptions } from "./adam.ts";
