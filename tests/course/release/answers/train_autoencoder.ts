import { mseLoss } from "mle/ops/mod.ts";
import {
  type Autoencoder,
  type AutoencoderTraining,
  type AutoencoderTrainingResult,
  evaluateAutoencoder,
} from "mle/train/mod.ts";

export async function trainAutoencoder(
  model: Autoencoder,
  training: AutoencoderTraining,
): Promise<AutoencoderTrainingResult> {
  const { trainLoader, testLoader, optimizer, epochs } = training;
  const { signal, onProgress, print = console.log } = training;
  const result: AutoencoderTrainingResult = { history: [], stopped: false };
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const startedAt = performance.now();
    model.train();
    let lossSum = 0;
    let meanSum = 0;
    let seen = 0;
    let step = 0;
    for (using batch of trainLoader) {
      if (signal?.aborted) return { ...result, stopped: true };
      const loss = optimizer.step(() =>
        mseLoss(model.forward(batch.pictures).reconstruction, batch.pictures)
      );
      step++;
      seen += batch.size;
      lossSum += loss * batch.size;
      meanSum += loss;
      await onProgress?.({ epoch, epochs, step, steps: trainLoader.length });
    }
    const { loss: testLoss } = evaluateAutoencoder(model, testLoader);
    const row = {
      epoch,
      trainLoss: lossSum / seen,
      meanBatchLoss: meanSum / step,
      testLoss,
      durationMs: performance.now() - startedAt,
    };
    result.history.push(row);
    print(
      `Epoch ${epoch}/${epochs} - Train Loss: ${
        row.meanBatchLoss.toFixed(4)
      }, ` +
        `Test Loss: ${row.testLoss.toFixed(4)}`,
    );
  }
  return result;
}
