import { CNN_CLASSIFIER_STATES } from "mle/checks/mod.ts";
import { handOut, seededStateDict } from "mle/grading/mod.ts";
import { nllLoss } from "mle/ops/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { rand } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";
import { tf } from "mle/tf/mod.ts";

/** Hands out what a student's CnnClassifier computes. */
export async function hiddenTests(
  CnnClassifier: typeof sheet.CnnClassifier,
): Promise<void> {
  await handOut((seed) => {
    const weights = seededStateDict(CNN_CLASSIFIER_STATES, seed);
    const given = () => {
      const model = new CnnClassifier();
      model.loadStateDict(weights);
      return model;
    };
    const pictures = (count: number) =>
      tf.tensor4d(rand([count, 64, 64, 3]).data, [count, 64, 64, 3]);
    const logProbs = (model: sheet.CnnClassifier, count: number) =>
      tf.tidy(() => model.forward(pictures(count)).dataSync());
    return {
      "names and shapes of the parameters": () =>
        Object.fromEntries(
          [...given().stateDict()].map((
            [name, { shape, data }],
          ) => [name, [...shape, Number(data[0])]]),
        ),
      "initial weights, drawn in PyTorch's order": () =>
        new CnnClassifier().namedParameters().map(([, { value }]) =>
          value.dataSync()[0]
        ),
      "log-probabilities in evaluation mode": () => logProbs(given().eval(), 3),
      "log-probabilities in training mode": () => logProbs(given().train(), 3),
      "running statistics after a batch": () => {
        const model = given().train();
        logProbs(model, 4);
        const states = model.stateDict();
        return ["bn1.running_mean", "bn1.running_var", "bn2.running_mean"]
          .map((name) => states.get(name)!.data as Float32Array);
      },
      "log-probabilities where one class is all but certain": () => {
        const model = given().eval();
        const bias = weights.get("fc2.bias")!.data as Float32Array;
        model.loadStateDict(
          new Map(weights).set("fc2.bias", {
            dtype: "float32",
            shape: [6],
            data: bias.map((value, i) => i === seed % 6 ? 300 : value),
          }),
        );
        return logProbs(model, 2);
      },
      "losses of three steps": () => {
        const model = given().train();
        const optimizer = new Adam(model.parameters(), { lr: 1e-3 });
        const batch = pictures(6);
        const labels = tf.tensor1d([0, 1, 2, 3, 4, 5], "int32");
        return [1, 2, 3].map(() =>
          optimizer.step(() => nllLoss(model.forward(batch), labels))
        );
      },
    };
  });
}
