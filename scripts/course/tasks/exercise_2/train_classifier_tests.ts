import { type Dot, dotRun } from "mle/checks/mod.ts";
import { DataLoader } from "mle/data/mod.ts";
import { handOut } from "mle/grading/mod.ts";
import * as nn from "mle/nn/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { Generator, rand } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";

/** Hands out what a student's trainClassifier computes. */
export async function hiddenTests(
  trainClassifier: typeof sheet.trainClassifier,
): Promise<void> {
  await handOut((seed) => {
    const random = new Generator(seed);
    const weight = random.uniform(1)[0];
    const train = Array.from(
      random.uniform(5, -4, 0.5),
      (x) => [x, 1] as const,
    );
    const [best, other] = [0, 0].map(() => 2 + random.random32() % 6);
    const scoreAfter = (epoch: number) => weight + 1.5 * epoch + 0.5;
    /**
     * Dots that are always wrong. Of the first the loss is least in the
     * beginning, of the second at the end.
     */
    const worse: Dot[] = [[3, 0], [4, 0]];
    const better: Dot[] = [[-40, 1], [-50, 1]];
    /** A run in which most are right from one epoch to another. */
    const run = (from: number, to: number, wrong: Dot[] = []) =>
      dotRun({
        weight,
        train,
        val: [
          [0.3 - scoreAfter(from), 1],
          [-0.75 - scoreAfter(to), 0],
          [random.uniform(1, 5, 6)[0], 1],
          [random.uniform(1, -40, -30)[0], 0],
          ...wrong,
        ],
        epochs: 9,
      });
    const trainOn = async (from: number, to: number, wrong?: Dot[]) => {
      const given = run(from, to, wrong);
      given.model.eval(); // the loop must set the mode
      return { ...await trainClassifier(given.model, given), ...given };
    };
    let once: ReturnType<typeof trainOn> | undefined;
    const trained = () => once ??= trainOn(best, best, worse);
    /** Two runs, as what comes of one could be guessed. */
    const both = async () => [
      await trained(),
      await trainOn(other, other, better),
    ];
    const column = async (name: "trainLoss" | "trainAccuracy" | "valLoss") =>
      (await trained()).history.map((row) => row[name]);
    return {
      "training loss of each epoch": () => column("trainLoss"),
      "training accuracy of each epoch": () => column("trainAccuracy"),
      "validation loss of each epoch": () => column("valLoss"),
      "validation accuracy of each epoch": async () =>
        (await both()).map(({ history }) =>
          history.map(({ valAccuracy }) => valAccuracy)
        ),
      "mean of the batches' losses, and the last batch's accuracy": async () =>
        (await trained()).history.map((
          { meanBatchLoss, lastBatchAccuracy },
        ) => [meanBatchLoss, lastBatchAccuracy]),
      "best epoch": async () =>
        (await both()).map(({ bestEpoch }) => bestEpoch!.epoch),
      "best weights": async () =>
        (await trained()).bestStateDict!.get("weight")!.data as Float32Array,
      "best epoch where accuracies are equal": async () =>
        [
          await trainOn(best - 1, best + 1),
          await trainOn(other - 1, other + 2),
        ].map(({ bestEpoch }) => bestEpoch!.epoch),
      "weights after training": async () =>
        (await trained()).model.weight.value.dataSync(),
      "rows left when stopped in an epoch": async () => {
        const stoppedIn = async (last: number) => {
          const given = run(best, best);
          const controller = new AbortController();
          const { history, stopped } = await trainClassifier(given.model, {
            ...given,
            signal: controller.signal,
            onProgress: ({ epoch, step }) => {
              if (epoch === last && step === 2) controller.abort();
            },
          });
          return [history.length, stopped];
        };
        return [await stoppedIn(best), await stoppedIn(other)];
      },
      "losses of a small network on shuffled batches": async () => {
        const model = new nn.Sequential(
          // Moves with every pass. Behind a convolution it would make that one's
          // bias follow rounding, which differs from processor to processor.
          new nn.BatchNorm2d(1),
          new nn.Conv2d(1, 2, 3, { padding: "same" }),
          new nn.ReLU(),
          new nn.Flatten(),
          new nn.Linear([2, 4, 4], 3),
          new nn.LogSoftmax(),
        );
        const pictures = Array.from({ length: 22 }, () => rand([16]).data);
        const loader = (from: number, to: number, shuffle: boolean) =>
          new DataLoader({
            length: to - from,
            pictureShape: [4, 4, 1],
            item: (i) => ({ picture: pictures[from + i], label: i % 3 }),
          }, { batchSize: 4, shuffle });
        const { history } = await trainClassifier(model, {
          trainLoader: loader(0, 14, true),
          valLoader: loader(14, 22, false),
          optimizer: new Adam(model.parameters(), { lr: 0.03 }),
          epochs: 2,
          print: () => {},
        });
        return history.map(({ trainLoss, valLoss }) => [trainLoss, valLoss]);
      },
    };
  });
}
