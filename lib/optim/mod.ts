/**
 * Optimizers, as in torch.optim.
 *
 * @module
 */
export { Adam } from "./adam.ts";
export type { AdamOptions } from "./update_by_adam.ts";
