import { pcaAutoencoderStates } from "mle/checks/mod.ts";
import { handOut, seededStateDict } from "mle/grading/mod.ts";
import { mseLoss } from "mle/ops/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { rand } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";
import { tf } from "mle/tf/mod.ts";

/** Hands out what a student's PcaAutoencoder computes. */
export async function hiddenTests(
  PcaAutoencoder: typeof sheet.PcaAutoencoder,
): Promise<void> {
  await handOut((seed) => {
    const [height, width] = [3 + seed % 3, 5];
    const inputDim = height * width;
    const latentDim = 2 + seed % 2;
    const make = () => new PcaAutoencoder(inputDim, latentDim);
    const given = () => {
      const model = make();
      const shapes = pcaAutoencoderStates(inputDim, latentDim);
      model.loadStateDict(seededStateDict(shapes, seed));
      return model;
    };
    const pictures = (count: number) => {
      const { data } = rand([count, height, width, 1]);
      return tf.tensor4d(data.map((x) => 4 * x - 2), [count, height, width, 1]);
    };
    return {
      "initial weights, drawn in PyTorch's order": () =>
        Object.fromEntries(
          make().namedParameters().map((
            [name, { value }],
          ) => [name, value.dataSync()[0]]),
        ),
      "codes of three pictures": () =>
        tf.tidy(() => given().encode(pictures(3)).dataSync()),
      "flat pictures of two codes": () =>
        tf.tidy(() => {
          const codes = rand([2, latentDim]).data;
          return given().decode(tf.tensor2d(codes, [2, latentDim])).arraySync();
        }),
      "reconstructions of two pictures, in their shape": () =>
        tf.tidy(() => given().forward(pictures(2)).reconstruction.arraySync()),
      "losses of three steps": () => {
        const model = given();
        const optimizer = new Adam(model.parameters(), { lr: 0.05 });
        const x = pictures(4);
        return [1, 2, 3].map(() =>
          optimizer.step(() => mseLoss(model.forward(x).reconstruction, x))
        );
      },
    };
  });
}
