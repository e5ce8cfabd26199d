import type { Batch } from "../data/mod.ts";
import { type Module, observeLayers } from "../nn/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";

/**
 * Returns the loss of a batch if it is finite. Use it as the closure's result,
 * so that no other loss changes any weights.
 *
 * @param loss A scalar.
 * @throws {NonFiniteLossError}
 */
export function finiteLoss(
  loss: Tensor,
  { model, batch, epoch, step }: {
    model: Module & { forward(x: Tensor): unknown };
    batch: Batch;
    epoch: number;
    step: number;
  },
): Tensor {
  const value = loss.dataSync()[0];
  if (Number.isFinite(value)) return loss;
  const at = { epoch, step, loss: value };
  throw new NonFiniteLossError(model, batch.pictures, at);
}

const isFinite = (tensor: Tensor): boolean =>
  tf.tidy(() => tf.all(tf.isFinite(tensor)).dataSync()[0] === 1);

/** Thrown when training meets a loss that is NaN or infinite. */
export class NonFiniteLossError extends Error {
  /** The epoch, counted from 1. */
  readonly epoch: number;
  /** The step within the epoch, counted from 1. */
  readonly step: number;
  /** The loss: NaN, Infinity or −Infinity. */
  readonly loss: number;
  /** The first layer whose output is not finite, if any. */
  readonly layer?: string;

  /** Runs the model on the pictures again to find the layer. */
  constructor(
    model: Module & { forward(x: Tensor): unknown },
    pictures: Tensor,
    at: { epoch: number; step: number; loss: number },
  ) {
    let layer: string | undefined;
    tf.tidy(() =>
      observeLayers(
        model,
        () => void model.forward(pictures),
        (name, _, output) => {
          // The forward method of an autoencoder does not return a tensor.
          if (!(output instanceof tf.Tensor)) return;
          if (layer === undefined && !isFinite(output)) layer = name;
        },
      )
    );
    const cause = !isFinite(pictures)
      ? "The pictures of the batch are not finite themselves: check the data"
      : layer === undefined
      ? "The outputs of all layers are finite: check the loss"
      : `The first layer whose output is not finite is ${layer}: ` +
        "try a lower learning rate";
    super(
      `Training ended at epoch ${at.epoch}, step ${at.step}: expected a ` +
        `finite loss, got ${at.loss}. ${cause}`,
    );
    this.name = "NonFiniteLossError";
    this.epoch = at.epoch;
    this.step = at.step;
    this.loss = at.loss;
    this.layer = layer;
  }
}
