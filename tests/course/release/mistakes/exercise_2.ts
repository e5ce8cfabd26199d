import { type WrongAnswer, wrongAnswers } from "./wrong_answer.ts";

const NOTEBOOK = "exercise_2_cnn_classifier.ipynb";

/** Wrong answers to Exercise 2. */
export const EXERCISE_2: readonly WrongAnswer[] = [
  ...wrongAnswers(NOTEBOOK, "task-1-answer", [
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
  ...wrongAnswers(NOTEBOOK, "task-2-answer", [
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
  ...wrongAnswers(NOTEBOOK, "task-3-answer", [
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
  ...wrongAnswers(NOTEBOOK, "task-4-answer", [
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
];
