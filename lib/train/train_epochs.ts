import type { Batch } from "../data/mod.ts";
import type { Module } from "../nn/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { EventLoopTurns } from "./event_loop.ts";
import { NonFiniteLossError } from "./non_finite_loss_error.ts";
import type { Training, TrainingEpoch } from "./training.ts";

/** One epoch of one kind of training. */
interface EpochTask<Row extends TrainingEpoch> {
  /** The loss of a batch, a scalar; it may measure things on the way. */
  batchLoss(batch: Batch): Tensor;
  /** What this kind of training measures, after the epoch's last step. */
  measure(): Omit<Row, keyof TrainingEpoch>;
}

/** What one kind of training has of its own. */
interface TrainingTask<Row extends TrainingEpoch> {
  /** The first epoch to train, from 1 on. */
  firstEpoch: number;
  /** Called at the start of each epoch. */
  startEpoch(): EpochTask<Row>;
  /** Called at the end of each epoch. */
  endEpoch(row: Row): void | Promise<void>;
}

/**
 * Trains a model epoch by epoch: one pass over the training data each, with a
 * step after each batch.
 *
 * @returns whether it went through all epochs and was not stopped before.
 * @throws {NonFiniteLossError} at the first loss that is not finite, before
 * any weight is changed by it.
 */
export async function trainEpochs<Row extends TrainingEpoch>(
  model: Module & { forward(x: Tensor): unknown },
  training: Training,
  task: TrainingTask<Row>,
): Promise<boolean> {
  const turns = new EventLoopTurns();
  for (let epoch = task.firstEpoch; epoch <= training.epochs; epoch++) {
    const startedAt = performance.now();
    const { batchLoss, measure } = task.startEpoch();
    const losses = await trainEpoch(
      model,
      training,
      epoch,
      batchLoss,
      turns,
    );
    if (losses === undefined) return false;
    const row = {
      epoch,
      ...losses,
      ...measure(),
      durationMs: performance.now() - startedAt,
    } as Row;
    await task.endEpoch(row);
  }
  return true;
}

/** One pass over the training data; undefined if it was stopped on the way. */
async function trainEpoch(
  model: Module & { forward(x: Tensor): unknown },
  { trainLoader, optimizer, epochs, signal, onProgress }: Training,
  epoch: number,
  batchLoss: (batch: Batch) => Tensor,
  turns: EventLoopTurns,
): Promise<Pick<TrainingEpoch, "trainLoss" | "meanBatchLoss"> | undefined> {
  const steps = trainLoader.length;
  let step = 0;
  let samples = 0;
  let lossSum = 0;
  let batchLossSum = 0;
  model.train();
  for (using batch of trainLoader) {
    if (signal?.aborted) return undefined;
    step++;
    const loss = optimizer.step(() => {
      const loss = batchLoss(batch);
      const value = loss.dataSync()[0];
      if (!Number.isFinite(value)) {
        const at = { epoch, step, loss: value };
        throw new NonFiniteLossError(model, batch.pictures, at);
      }
      return loss;
    });
    samples += batch.size;
    lossSum += loss * batch.size;
    batchLossSum += loss;
    await onProgress?.({ epoch, epochs, step, steps });
    await turns.take();
  }
  return { trainLoss: lossSum / samples, meanBatchLoss: batchLossSum / steps };
}
