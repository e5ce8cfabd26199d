/** An answer with a typical mistake: a text of the answer, and what stands there instead. */
export interface WrongAnswer {
  notebook: string;
  /** The solution cell. */
  cell: string;
  mistake: string;
  change: [from: string, to: string];
}

type Row = [mistake: string, from: string, to: string];

const of = (notebook: string, cell: string, rows: Row[]): WrongAnswer[] =>
  rows.map(([mistake, ...change]) => ({ notebook, cell, mistake, change }));

const EXERCISE_1 = "exercise_1_derivations.ipynb";
const EXERCISE_2 = "exercise_2_cnn_classifier.ipynb";
const EXERCISE_3 = "exercise_3_autoencoders.ipynb";

/** The table of wrong answers: each loses points of its own task alone. */
export const WRONG_ANSWERS: readonly WrongAnswer[] = [
  ...of(EXERCISE_1, "output-size-answer", [
    ["not rounded down", "Math.floor(", "("],
    ["padding on one side only", "2 * padding", "padding"],
    ["one position short", " + 1;", ";"],
    ["rounded up", "Math.floor", "Math.ceil"],
  ]),
  ...of(EXERCISE_2, "task-1-answer", [
    [
      "softmax, not its logarithm",
      "return new nn.LogSoftmax().forward(scores)",
      "return tf.softmax(scores)",
    ],
    [
      "the logarithm of a softmax",
      "return new nn.LogSoftmax().forward(scores)",
      "return tf.log(tf.softmax(scores))",
    ],
    [
      "scores as they are",
      "return new nn.LogSoftmax().forward(scores)",
      "return scores",
    ],
    [
      "pooling with stride 1",
      "new nn.MaxPool2d(2, 2)",
      "new nn.MaxPool2d(2, 1)",
    ],
    [
      "the batch axis flattened",
      "tf.reshape(second, [-1, 2048])",
      "tf.reshape(second, [1, -1])",
    ],
    [
      "no batch normalisation before the second ReLU",
      "this.bn2.forward(this.conv2.forward(first))",
      "this.conv2.forward(first)",
    ],
    [
      "ReLU before batch normalisation",
      "relu(this.bn1.forward(this.conv1.forward(x)))",
      "this.bn1.forward(relu(this.conv1.forward(x)))",
    ],
    [
      "no ReLU between the linear layers",
      "relu(this.fc1.forward(flat))",
      "this.fc1.forward(flat)",
    ],
    [
      "weights of flattened pictures in another order",
      "new nn.Linear([8, 16, 16], 64)",
      "new nn.Linear(2048, 64)",
    ],
    [
      "convolutions that shrink",
      'new nn.Conv2d(3, 4, 3, { padding: "same" })',
      "new nn.Conv2d(3, 4, 3)",
    ],
    ["other names", "fc2 = new", "output = new"],
    [
      "layers in another order",
      '  bn1 = new nn.BatchNorm2d(4);\n  conv2 = new nn.Conv2d(4, 8, 3, { padding: "same" });\n  bn2 = new nn.BatchNorm2d(8);\n  pool = new nn.MaxPool2d(2, 2);\n  fc1 = new nn.Linear([8, 16, 16], 64);\n  fc2 = new nn.Linear(64, 6);',
      '  bn1 = new nn.BatchNorm2d(4);\n  fc2 = new nn.Linear(64, 6);\n  conv2 = new nn.Conv2d(4, 8, 3, { padding: "same" });\n  bn2 = new nn.BatchNorm2d(8);\n  pool = new nn.MaxPool2d(2, 2);\n  fc1 = new nn.Linear([8, 16, 16], 64);',
    ],
  ]),
  ...of(EXERCISE_2, "task-2-answer", [
    [
      "the number of pixels as length",
      "this.length = labels.length",
      "this.length = pixels.length",
    ],
    [
      "offsets in pictures, not in pixels",
      "pixels.slice(i * size, (i + 1) * size)",
      "pixels.slice(i, i + size)",
    ],
    [
      "all pictures at once",
      "pixels.slice(i * size, (i + 1) * size)",
      "pixels",
    ],
    [
      "scaled once more",
      "pixels.slice(i * size, (i + 1) * size)",
      "pixels.slice(i * size, (i + 1) * size).map((x) => x / 255)",
    ],
    [
      "the next picture's label",
      "label: labels[i]",
      "label: labels[(i + 1) % labels.length]",
    ],
    [
      "channels forgotten",
      "pictureShape[0] * pictureShape[1] * pictureShape[2]",
      "pictureShape[0] * pictureShape[1]",
    ],
  ]),
  ...of(EXERCISE_2, "task-3-answer", [
    [
      "accuracy of the last batch only",
      "trainAccuracy: correct / seen",
      "trainAccuracy: lastBatchAccuracy",
    ],
    [
      "a smaller batch counts as much",
      "trainLoss: lossSum / seen",
      "trainLoss: meanSum / step",
    ],
    [
      "the best weights not kept",
      "return result;\n}",
      "return { ...result, bestStateDict: model.stateDict() };\n}",
    ],
    [
      "the last epoch is the best",
      "!best || row.valAccuracy > best.valAccuracy ||",
      "row ||",
    ],
    ["ties go to the first epoch", "row.valLoss < best.valLoss", "false"],
    [
      "the best by its loss",
      "!best || row.valAccuracy > best.valAccuracy ||\n      (row.valAccuracy === best.valAccuracy && row.valLoss < best.valLoss)",
      "!best || row.valLoss < best.valLoss",
    ],
    [
      "validated in training mode",
      "const val = evaluateClassifier(model, valLoader);",
      "const own = model.eval;\n    model.eval = () => model;\n    const val = evaluateClassifier(model, valLoader);\n    model.eval = own;",
    ],
    ["trained in evaluation mode", "model.train();", "model.eval();"],
    [
      "validated on the training pictures",
      "evaluateClassifier(model, valLoader)",
      "evaluateClassifier(model, trainLoader)",
    ],
    [
      "no step for the last batch",
      "const loss = optimizer.step(() => {",
      "if (step === trainLoader.length - 1) continue;\n      const loss = optimizer.step(() => {",
    ],
    [
      "cannot be stopped",
      "if (signal?.aborted) return { ...result, stopped: true };",
      "signal?.aborted;",
    ],
  ]),
  ...of(EXERCISE_2, "task-4-answer", [
    ["the last weights twice", "model.loadStateDict(bestStateDict);", ""],
    [
      "the best weights twice",
      "const last = evaluateClassifier(model, testLoader);\n  model.loadStateDict(bestStateDict);\n",
      "model.loadStateDict(bestStateDict);\n  const last = evaluateClassifier(model, testLoader);\n",
    ],
    [
      "best and last mixed up",
      "return { best, last };",
      "return { best: last, last: best };",
    ],
    [
      "the best weights not kept",
      "return { best, last };",
      'model.loadStateDict(new Map([["weight", { dtype: "float32", shape: [1], data: new Float32Array(1) }]]));\n  return { best, last };',
    ],
    [
      "tested in training mode",
      "const best = evaluateClassifier(model, testLoader);",
      "model.eval = () => model;\n  const best = evaluateClassifier(model, testLoader);",
    ],
  ]),
  ...of(EXERCISE_3, "task-1-answer", [
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
  ...of(EXERCISE_3, "task-2-answer", [
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
  ...of(EXERCISE_3, "task-3-answer", [
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
  ...of(EXERCISE_3, "task-4-answer", [
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
