import type { DataLoader } from "../data/mod.ts";
import { mseLoss } from "../ops/mod.ts";
import { Checkpoint } from "./checkpoint.ts";
import {
  type Autoencoder,
  evaluateAutoencoder,
} from "./evaluate_autoencoder.ts";
import { trainEpochs } from "./train_epochs.ts";
import type { Training, TrainingEpoch } from "./training.ts";

/** What {@linkcode trainAutoencoder} trains with. */
export interface AutoencoderTraining extends Training {
  /** What shows how well pictures are reconstructed that were not learnt from. */
  testLoader: DataLoader;
  /**
   * The folder where the run is saved after each epoch, and from where it goes
   * on if it was saved there before; nothing is saved unless given.
   */
  checkpointDir?: string;
  /** Whether to train from the start in any case; false unless given. */
  fresh?: boolean;
}

/** One epoch of an autoencoder's training. */
export type AutoencoderEpoch = TrainingEpoch & {
  /** Loss of the test pictures after the epoch. */
  testLoss: number;
};

/** What training leaves beside the trained model. */
export interface AutoencoderTrainingResult {
  /** One row for each whole epoch, those of a saved run included. */
  history: AutoencoderEpoch[];
  /** Whether training was stopped before its last step. */
  stopped: boolean;
}

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
