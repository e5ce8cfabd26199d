import { type WrongAnswer, wrongAnswers } from "./wrong_answer.ts";

const NOTEBOOK = "exercise_3_autoencoders.ipynb";

/** Wrong answers to Exercise 3. */
export const EXERCISE_3: readonly WrongAnswer[] = [
  ...wrongAnswers(NOTEBOOK, "task-1-answer", [
    [
      "pooling halves the picture",
      "new nn.MaxPool2d(2, 1),\n      new nn.Conv2d(16",
      "new nn.MaxPool2d(2, 2),\n      new nn.Conv2d(16",
    ],
    [
      "no ReLU before the last pooling",
      'new nn.Conv2d(32, 64, 3, { padding: "same" }),\n      new nn.ReLU(),',
      'new nn.Conv2d(32, 64, 3, { padding: "same" }),',
    ],
    [
      "ReLU at the output",
      "        outputPadding: 1,\n      }),\n    );",
      "        outputPadding: 1,\n      }),\n      new nn.ReLU(),\n    );",
    ],
    [
      "no output padding",
      "        stride: 2,\n        padding: 1,\n        outputPadding: 1,\n      }),\n      new nn.ReLU(),",
      "        stride: 2,\n        padding: 1,\n      }),\n      new nn.ReLU(),",
    ],
    [
      "the code decoded without the decoder's ReLU",
      "new nn.ConvTranspose2d(64, 32, 3, { stride: 2 }),\n      new nn.ReLU(),",
      "new nn.ConvTranspose2d(64, 32, 3, { stride: 2 }),\n      new nn.Flatten(),\n      new nn.Unflatten([32, 7, 7]),",
    ],
    [
      "weights of flattened pictures in another order",
      "new nn.Linear([64, 25, 25], latentDim)",
      "new nn.Linear(40_000, latentDim)",
    ],
    ["the latent dimension fixed", "super();", "super();\n    latentDim = 2;"],
    [
      "the reconstruction alone",
      "return { reconstruction: this.decode(code), code };",
      "return { reconstruction: this.decode(code), code: x };",
    ],
  ]),
  ...wrongAnswers(NOTEBOOK, "task-2-answer", [
    [
      "a smaller batch counts as much",
      "trainLoss: lossSum / seen",
      "trainLoss: meanSum / step",
    ],
    [
      "the loss of the last batch only",
      "lossSum += loss * batch.size;",
      "lossSum = loss * seen;",
    ],
    [
      "tested on the training pictures",
      "evaluateAutoencoder(model, testLoader)",
      "evaluateAutoencoder(model, trainLoader)",
    ],
    [
      "tested in training mode",
      "const { loss: testLoss }",
      "model.eval = () => model;\n    const { loss: testLoss }",
    ],
    ["trained in evaluation mode", "model.train();", "model.eval();"],
    [
      "one step for each epoch",
      "const loss = optimizer.step(",
      "if (step > 0) continue;\n      const loss = optimizer.step(",
    ],
    [
      "cannot be stopped",
      "if (signal?.aborted) return { ...result, stopped: true };",
      "signal?.aborted;",
    ],
  ]),
  ...wrongAnswers(NOTEBOOK, "task-3-answer", [
    [
      "a non-linearity in between",
      "return this.decoder.forward(code);",
      "return this.decoder.forward(tf.relu(code));",
    ],
    [
      "the reconstruction left flat",
      "tf.reshape(this.decode(code), x.shape)",
      "this.decode(code)",
    ],
    [
      "decoder made first",
      "this.encoder = new nn.Linear(inputDim, latentDim);\n    this.decoder = new nn.Linear(latentDim, inputDim);",
      "this.decoder = new nn.Linear(latentDim, inputDim);\n    this.encoder = new nn.Linear(inputDim, latentDim);",
    ],
    [
      "pictures centred one by one",
      "tf.reshape(x, [x.shape[0], -1])",
      "tf.reshape(tf.sub(x, tf.mean(x)), [x.shape[0], -1])",
    ],
    [
      "the batch axis flattened",
      "tf.reshape(x, [x.shape[0], -1])",
      "tf.reshape(x, [1, -1])",
    ],
  ]),
  ...wrongAnswers(NOTEBOOK, "task-4-answer", [
    [
      "labels of another pass",
      "return { codes:",
      "labels.length = 0;\n  for (using batch of loader) labels.push(...batch.labels.dataSync());\n  return { codes:",
    ],
    [
      "labels in the data set's order",
      "return { codes:",
      "labels.forEach((_, i) => labels[i] = loader.dataset.item(i).label);\n  return { codes:",
    ],
    [
      "the last batch only",
      "codes.push(",
      "codes.length = labels.length = 0;\n        codes.push(",
    ],
    [
      "the reconstructions, not the codes",
      "model.forward(batch.pictures).code",
      "model.forward(batch.pictures).reconstruction",
    ],
    [
      "encoded in training mode",
      "inEvaluationMode(model, () => {",
      "inEvaluationMode(model, () => {\n    model.train();",
    ],
  ]),
];
