import { type WrongAnswer, wrongAnswers } from "./wrong_answer.ts";

const NOTEBOOK = "exercise_3_autoencoders.ipynb";

/** Wrong answers to Exercise 3. */
export const EXERCISE_3: readonly WrongAnswer[] = [
  ...wrongAnswers(NOTEBOOK, "loaders-answer", [
    [
      "not shuffled",
      "{ batchSize, shuffle: true }",
      "{ batchSize }",
      "shuffle: true",
    ],
    [
      "the batch size of one call only",
      "{ batchSize, shuffle: true }",
      "{ batchSize: 256, shuffle: true }",
      "the batch size that the function is given",
    ],
    [
      "the test pictures in small batches, too",
      "{ batchSize: test.length }",
      "{ batchSize }",
      "all in one batch",
    ],
    [
      "the test pictures shuffled, too",
      "{ batchSize: test.length }",
      "{ batchSize: test.length, shuffle: true }",
      "Only the training pictures are shuffled",
    ],
    [
      "tested on the training pictures",
      "new DataLoader(test, { batchSize: test.length })",
      "new DataLoader(train, { batchSize: train.length })",
      "Give it the test set",
    ],
    [
      "trained on the test pictures",
      "new DataLoader(train, { batchSize, shuffle: true })",
      "new DataLoader(test, { batchSize, shuffle: true })",
      "Give it the training set",
    ],
  ]),
  ...wrongAnswers(NOTEBOOK, "features-answer", [
    [
      "poolings that halve",
      "length - 3",
      "Math.floor(length / 8)",
      "With stride 1 a pooling does not halve the picture",
    ],
    ["one pooling", "length - 3", "length - 1", "There are three poolings"],
    ["no pooling", "length - 3", "length", "Each pooling takes off one pixel"],
    [
      "convolutions without padding",
      "length - 3",
      "length - 9",
      "The convolutions have padding 1",
    ],
    ["another layer's channels", "[64,", "[32,", "gives 64 channels"],
    [
      "the product",
      "): [channels: number, height: number, width: number] {",
      "): any {\n  return 64 * (height - 3) * (width - 3);",
      "the three numbers are asked for",
    ],
    [
      "always the sheet's picture",
      "length - 3",
      "25 + 0 * length",
      "takes off one pixel",
    ],
  ]),
  ...wrongAnswers(NOTEBOOK, "task-1-answer", [
    [
      "pooling halves the picture",
      "new nn.MaxPool2d(2, 1),\n      new nn.Conv2d(16",
      "new nn.MaxPool2d(2, 2),\n      new nn.Conv2d(16",
      "stride 1 takes off one pixel",
    ],
    [
      "no ReLU before the last pooling",
      'new nn.Conv2d(32, 64, 3, { padding: "same" }),\n      new nn.ReLU(),',
      'new nn.Conv2d(32, 64, 3, { padding: "same" }),',
      "is MaxPool2d, where the table has ReLU",
    ],
    [
      "ReLU at the output",
      "        outputPadding: 1,\n      }),\n    );",
      "        outputPadding: 1,\n      }),\n      new nn.ReLU(),\n    );",
      "at the decoder's end",
    ],
    [
      "no output padding",
      "        stride: 2,\n        padding: 1,\n        outputPadding: 1,\n      }),\n      new nn.ReLU(),",
      "        stride: 2,\n        padding: 1,\n      }),\n      new nn.ReLU(),",
      "without output padding",
    ],
    [
      "the code decoded without the decoder's ReLU",
      "new nn.ConvTranspose2d(64, 32, 3, { stride: 2 }),\n      new nn.ReLU(),",
      "new nn.ConvTranspose2d(64, 32, 3, { stride: 2 }),\n      new nn.Flatten(),\n      new nn.Unflatten([32, 7, 7]),",
      "is Flatten, where the table has ReLU",
    ],
    [
      "weights of flattened pictures in another order",
      "new nn.Linear([64, 25, 25], latentDim)",
      "new nn.Linear(40_000, latentDim)",
      "the shape behind its flat inputs",
    ],
    [
      "the code's weights given out in another order",
      "new nn.Linear(latentDim, [64, 3, 3])",
      "new nn.Linear(latentDim, 576)",
      "the shape behind its flat outputs",
    ],
    [
      "ReLU on the code",
      "return this.encoder.forward(x);",
      "return new nn.ReLU().forward(this.encoder.forward(x));",
      "no ReLU on the code",
    ],
    [
      "no unflatten",
      "new nn.Unflatten([64, 3, 3]),",
      "",
      "is ConvTranspose2d, where the table has Unflatten",
    ],
    [
      "the first convolution shrinks",
      'new nn.Conv2d(1, 16, 3, { padding: "same" })',
      "new nn.Conv2d(1, 16, 3)",
      'padding: "same"',
    ],
    [
      "the latent dimension fixed",
      "super();",
      "super();\n    latentDim = 2;",
      "latentDim says how many",
    ],
    [
      "the reconstruction alone",
      "return { reconstruction: this.decode(code), code };",
      "return { reconstruction: this.decode(code), code: x };",
      "what the encoder returns",
    ],
  ]),
  ...wrongAnswers(NOTEBOOK, "task-1-answer", [
    [
      "the minimum in place of the maximum",
      "new nn.MaxPool2d(2, 1),\n      new nn.Flatten(),",
      "new (class MinPool extends nn.MaxPool2d {\n        override forward(x: Tensor) {\n          return super.forward(x.neg()).neg();\n        }\n      })(2, 1),\n      new nn.Flatten(),",
      "another kind of pooling",
    ],
  ]),
  ...wrongAnswers(NOTEBOOK, "task-2-answer", [
    [
      "the sum over a picture",
      "mseLoss(model.forward(batch.pictures).reconstruction, batch.pictures)",
      "mseLoss(model.forward(batch.pictures).reconstruction, batch.pictures)\n          .mul(batch.pictures.size / batch.size)",
      "mseLoss is their mean",
    ],
    [
      "a smaller batch counts as much",
      "trainLoss: lossSum / seen",
      "trainLoss: meanSum / step",
      "weight each batch's loss",
    ],
    [
      "the loss of the last batch only",
      "lossSum += loss * batch.size;",
      "lossSum = loss * seen;",
      "last batch alone",
    ],
    [
      "tested on the training pictures",
      "evaluateAutoencoder(model, testLoader)",
      "evaluateAutoencoder(model, trainLoader)",
      "test on testLoader",
    ],
    [
      "tested in training mode",
      "const { loss: testLoss }",
      "model.eval = () => model;\n    const { loss: testLoss }",
      "not in evaluation mode",
    ],
    [
      "trained in evaluation mode",
      "model.train();",
      "model.eval();",
      "call model.train()",
    ],
    ["the mode left as it is", "model.train();", "", "call model.train()"],
    [
      "the code as reconstruction",
      "model.forward(batch.pictures).reconstruction, batch",
      "model.forward(batch.pictures).code, batch",
      "expected a target of shape",
    ],
    [
      "onProgress forgotten",
      "await onProgress?.({ epoch, epochs, step, steps: trainLoader.length });",
      "onProgress;",
      "After each step call await onProgress",
    ],
    [
      "one step for each epoch",
      "const loss = optimizer.step(",
      "if (step > 0) continue;\n      const loss = optimizer.step(",
      "every batch has its step",
    ],
    [
      "cannot be stopped",
      "if (signal?.aborted) return { ...result, stopped: true };",
      "signal?.aborted;",
      "signal?.aborted before each step",
    ],
  ]),
  ...wrongAnswers(NOTEBOOK, "task-3-answer", [
    [
      "a non-linearity in between",
      "return this.decoder.forward(code);",
      "return this.decoder.forward(tf.relu(code));",
      "no non-linearity",
    ],
    [
      "ReLU on the code",
      "return this.encoder.forward(tf.reshape(x, [x.shape[0], -1]));",
      "return tf.relu(this.encoder.forward(tf.reshape(x, [x.shape[0], -1])));",
      "no non-linearity",
    ],
    [
      "the reconstruction left flat",
      "tf.reshape(this.decode(code), x.shape)",
      "this.decode(code)",
      "shape of the input",
    ],
    [
      "decoding with the encoder's weights",
      "return this.decoder.forward(code);",
      "return tf.add(tf.matMul(code, this.encoder.weight.value), this.decoder.bias.value);",
      "neither takes the other's weights",
    ],
    [
      "pictures where flat samples are asked for",
      "return this.decoder.forward(code);",
      "return tf.reshape(this.decoder.forward(code), [-1, this.encoder.weight.value.shape[1]! / 5, 5, 1]);",
      "It returns what the layer decoder returns, flat",
    ],
    [
      "decoder made first",
      "this.encoder = new nn.Linear(inputDim, latentDim);\n    this.decoder = new nn.Linear(latentDim, inputDim);",
      "this.decoder = new nn.Linear(latentDim, inputDim);\n    this.encoder = new nn.Linear(inputDim, latentDim);",
      "order of the table",
    ],
    [
      "pictures centred one by one",
      "tf.reshape(x, [x.shape[0], -1])",
      "tf.reshape(tf.sub(x, tf.mean(x)), [x.shape[0], -1])",
      "batch axis must stay",
    ],
    [
      "the batch axis flattened",
      "tf.reshape(x, [x.shape[0], -1])",
      "tf.reshape(x, [1, -1])",
      "leave the batch axis as it is",
    ],
  ]),
  ...wrongAnswers(NOTEBOOK, "task-4-answer", [
    [
      "labels of another pass",
      "return { codes:",
      "labels.length = 0;\n  for (using batch of loader) labels.push(...batch.labels.dataSync());\n  return { codes:",
      "same batches of one pass",
    ],
    [
      "labels in the data set's order",
      "return { codes:",
      "labels.forEach((_, i) => labels[i] = loader.dataset.item(i).label);\n  return { codes:",
      "same batches of one pass",
    ],
    [
      "labels sorted",
      "Int32Array.from(labels)",
      "Int32Array.from(labels).sort()",
      "same batches of one pass",
    ],
    [
      "the first batch only",
      "      });\n    }\n  });",
      "      });\n      break;\n    }\n  });",
      "first batch's alone",
    ],
    [
      "the last batch only",
      "codes.push(",
      "codes.length = labels.length = 0;\n        codes.push(",
      "last batch's alone",
    ],
    [
      "the reconstructions, not the codes",
      "model.forward(batch.pictures).code",
      "model.forward(batch.pictures).reconstruction",
      "not the codes",
    ],
    [
      "encoded in training mode",
      "inEvaluationMode(model, () => {",
      "inEvaluationMode(model, () => {\n    model.train();",
      "not in evaluation mode",
    ],
  ]),
];
