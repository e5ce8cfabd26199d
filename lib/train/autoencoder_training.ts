import type { DataLoader } from "../data/mod.ts";
import type { Training, TrainingEpoch } from "./training.ts";

/** What an autoencoder is trained with. */
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
