import { Checkpoint } from "../checkpoint/mod.ts";
import { mseLoss } from "../ops/mod.ts";
import {
  type Autoencoder,
  type AutoencoderEpoch,
  type AutoencoderTraining,
  type AutoencoderTrainingResult,
  evaluateAutoencoder,
  finiteLoss,
  TrainingMonitor,
} from "../train/mod.ts";

/**
 * Trains an autoencoder on the mean squared error between pictures and their
 * reconstructions. Each epoch is one pass over the training data with a step
 * for each batch, then one pass over the test data.
 *
 * A run saved in `checkpointDir` resumes after its last completed epoch, bit
 * for bit as if it had never been interrupted: the model, the optimizer and the
 * default generator are restored. A run is identified by its inputs: the
 * model's code and initial weights, the generator's state, the data, the
 * batches and the optimizer, but not the number of epochs, so that a run can be
 * extended.
 *
 * @throws {NonFiniteLossError} at the first loss that is not finite, before it
 * changes any weight.
 * @throws {DataError} if the saved run is damaged.
 */
export async function trainAutoencoder(
  model: Autoencoder,
  training: AutoencoderTraining,
): Promise<AutoencoderTrainingResult> {
  const { trainLoader, testLoader, optimizer, epochs, checkpointDir } =
    training;
  const { print = console.log } = training;
  using monitor = new TrainingMonitor(training);
  const checkpoint = checkpointDir === undefined
    ? undefined
    : new Checkpoint<AutoencoderEpoch>(checkpointDir, model, training);

  const history = await checkpoint?.resume(training) ?? [];
  for (const row of history) print(epochLine(row, epochs));
  for (let epoch = history.length + 1; epoch <= epochs; epoch++) {
    const startedAt = performance.now();
    let [step, samples, lossSum, batchLossSum] = [0, 0, 0, 0];
    model.train();
    for (using batch of trainLoader) {
      if (monitor.stopped) return { history, stopped: true };
      step++;
      const at = { model, batch, epoch, step };
      const loss = optimizer.step(() => {
        const { reconstruction } = model.forward(batch.pictures);
        return finiteLoss(mseLoss(reconstruction, batch.pictures), at);
      });
      samples += batch.size;
      lossSum += loss * batch.size;
      batchLossSum += loss;
      await monitor.stepDone(epoch, step, history);
    }

    const row = {
      epoch,
      trainLoss: lossSum / samples,
      meanBatchLoss: batchLossSum / step,
      testLoss: evaluateAutoencoder(model, testLoader).loss,
      durationMs: performance.now() - startedAt,
    };
    history.push(row);
    await checkpoint?.save(history); // before the printed line says that the epoch is done
    print(epochLine(row, epochs));
  }
  return { history, stopped: false };
}

const epochLine = (row: AutoencoderEpoch, epochs: number): string =>
  `Epoch ${row.epoch}/${epochs} - ` +
  `Train Loss: ${row.meanBatchLoss.toFixed(4)}, ` +
  `Test Loss: ${row.testLoss.toFixed(4)}`;
