import { greyRun } from "mle/checks/mod.ts";
import { DataLoader } from "mle/data/mod.ts";
import { handOut } from "mle/grading/mod.ts";
import * as nn from "mle/nn/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { Generator, rand } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";
import type { Tensor } from "mle/tf/mod.ts";

/** Hands out what a student's trainAutoencoder computes. */
export async function hiddenTests(
  trainAutoencoder: typeof sheet.trainAutoencoder,
): Promise<void> {
  await handOut((seed) => {
    const random = new Generator(seed);
    const [weight] = random.uniform(1);
    const train = [...random.uniform(5, 12, 20)];
    const test = [...random.uniform(3, 10, 22)];
    const run = () => greyRun({ weight, train, test, epochs: 4 });
    const trainOnce = async () => {
      const given = run();
      given.model.eval(); // the loop must set the mode
      return { ...await trainAutoencoder(given.model, given), ...given };
    };
    let once: ReturnType<typeof trainOnce> | undefined;
    const trained = () => once ??= trainOnce();
    const column = async (name: "trainLoss" | "testLoss" | "meanBatchLoss") =>
      (await trained()).history.map((row) => row[name]);
    return {
      "training loss of each epoch": () => column("trainLoss"),
      "test loss of each epoch": () => column("testLoss"),
      "mean of the batches' losses in each epoch": () =>
        column("meanBatchLoss"),
      "weights after training": async () =>
        (await trained()).model.weight.value.dataSync(),
      "rows left when stopped in an epoch": async () => {
        const stoppedIn = async (last: number) => {
          const given = run();
          const controller = new AbortController();
          const { history, stopped } = await trainAutoencoder(given.model, {
            ...given,
            signal: controller.signal,
            onProgress: ({ epoch, step }) => {
              if (epoch === last && step === 2) controller.abort();
            },
          });
          return [history.length, stopped];
        };
        const rows = [];
        for (const x of rand([3]).data) {
          rows.push(await stoppedIn(1 + Math.floor(4 * x)));
        }
        return rows;
      },
      "losses of a small network on shuffled batches": async () => {
        /** Draws pictures again with one convolution. */
        class Redrawn extends nn.Module {
          conv = new nn.Conv2d(1, 1, 3, { padding: "same" });
          forward(x: Tensor) {
            return { reconstruction: this.conv.forward(x), code: x };
          }
        }
        const model = new Redrawn();
        const pictures = Array.from({ length: 22 }, () => rand([16]).data);
        const loader = (from: number, to: number, shuffle: boolean) =>
          new DataLoader({
            length: to - from,
            pictureShape: [4, 4, 1],
            item: (i) => ({ picture: pictures[from + i], label: 0 }),
          }, { batchSize: 4, shuffle });
        const { history } = await trainAutoencoder(model, {
          trainLoader: loader(0, 14, true),
          testLoader: loader(14, 22, false),
          optimizer: new Adam(model.parameters(), { lr: 0.03 }),
          epochs: 2,
          print: () => {},
        });
        return history.map(({ trainLoss, testLoss }) => [trainLoss, testLoss]);
      },
    };
  });
}
