import { convAutoencoderStates } from "mle/checks/mod.ts";
import { handOut, seededStateDict } from "mle/grading/mod.ts";
import { mseLoss } from "mle/ops/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { rand } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";
import { tf } from "mle/tf/mod.ts";

/** Hands out what a student's ConvAutoencoder computes. */
export async function hiddenTests(
  ConvAutoencoder: typeof sheet.ConvAutoencoder,
): Promise<void> {
  await handOut((seed) => {
    const latentDim = 2 + seed % 4;
    const given = () => {
      const model = new ConvAutoencoder(latentDim);
      model.loadStateDict(
        seededStateDict(convAutoencoderStates(latentDim), seed),
      );
      return model;
    };
    const pictures = (count: number) =>
      tf.tensor4d(rand([count, 28, 28, 1]).data, [count, 28, 28, 1]);
    return {
      "names and shapes of the parameters": () =>
        Object.fromEntries(
          [...given().stateDict()].map((
            [name, { shape, data }],
          ) => [name, [...shape, Number(data[0])]]),
        ),
      "initial weights, drawn in PyTorch's order": () =>
        new ConvAutoencoder(latentDim).namedParameters().map(([, { value }]) =>
          value.dataSync()[0]
        ),
      "codes of two pictures": () =>
        tf.tidy(() => given().encode(pictures(2)).dataSync()),
      "the picture of a code": () =>
        tf.tidy(() => {
          const code = tf.tensor2d(rand([latentDim]).data, [1, latentDim]);
          return given().decode(code).dataSync();
        }),
      "reconstruction and code of a picture": () =>
        tf.tidy(() => {
          const { reconstruction, code } = given().forward(pictures(1));
          return [reconstruction.dataSync(), code.dataSync()];
        }),
      "losses of three steps": () => {
        const model = given();
        const optimizer = new Adam(model.parameters(), { lr: 1e-5 });
        const x = pictures(2);
        return [1, 2, 3].map(() =>
          optimizer.step(() => mseLoss(model.forward(x).reconstruction, x))
        );
      },
    };
  });
}
