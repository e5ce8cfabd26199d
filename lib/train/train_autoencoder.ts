import { mseLoss } from "../ops/mod.ts";
import type {
  AutoencoderEpoch,
  AutoencoderTraining,
  AutoencoderTrainingResult,
} from "./autoencoder_training.ts";
import { Checkpoint } from "./checkpoint.ts";
import {
  type Autoencoder,
  evaluateAutoencoder,
} from "./evaluate_autoencoder.ts";
import { trainEpochs } from "./train_epochs.ts";

/**
 * Trains an autoencoder by the mean squared error between pictures and their
 * reconstructions: per epoch one pass over the training data with a step after
 * each batch, then one over the test data.
 *
 * A run that is saved in `checkpointDir` goes on after its last whole epoch,
 * with the same bits as if it had never ended: the model, the optimizer and
 * the default generator are set to what they were then. Which run it is
 * follows from all that determines its numbers: the initial weights, the
 * generator's state, the data, the batches and the optimizer, but not the
 * number of epochs, so that a run can be made longer.
 *
 * @throws {NonFiniteLossError} at the first loss that is not finite, before
 * any weight is changed by it.
 * @throws {DataError} if the saved run is damaged.
 */
export async function trainAutoencoder(
  model: Autoencoder,
  training: AutoencoderTraining,
): Promise<AutoencoderTrainingResult> {
  const { testLoader, epochs, print = console.log } = training;
  const printEpoch = (row: AutoencoderEpoch) => print(epochLine(row, epochs));
  const checkpoint = training.checkpointDir === undefined
    ? undefined
    : new Checkpoint<AutoencoderEpoch>(training.checkpointDir, model, training);

  const history = await checkpoint?.goOn(training) ?? [];
  history.forEach(printEpoch);
  const finished = await trainEpochs<AutoencoderEpoch>(model, training, {
    firstEpoch: history.length + 1,
    startEpoch: () => ({
      batchLoss: ({ pictures }) =>
        mseLoss(model.forward(pictures).reconstruction, pictures),
      measure: () => ({
        testLoss: evaluateAutoencoder(model, testLoader).loss,
      }),
    }),
    async endEpoch(row) {
      history.push(row);
      await checkpoint?.save(history); // before the line says that it is done
      printEpoch(row);
    },
  });
  return { history, stopped: !finished };
}

const epochLine = (row: AutoencoderEpoch, epochs: number): string =>
  `Epoch ${row.epoch}/${epochs} - ` +
  `Train Loss: ${row.meanBatchLoss.toFixed(4)}, ` +
  `Test Loss: ${row.testLoss.toFixed(4)}`;
