import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkCnnClassifier } from "mle/checks/mod.ts";
import { CnnClassifier } from "mle/sheet/mod.ts";
import { Linear, MaxPool2d } from "mle/nn/mod.ts";
import { relu } from "mle/ops/mod.ts";
import { defaultGenerator, manualSeed } from "mle/random/mod.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { checkErrorOf } from "./check_error_of.ts";

Deno.test("the classifier passes, and the check leaves nothing behind", async () => {
  manualSeed(1);
  const before = defaultGenerator.getState();
  await assertNoTensorsLeft(() => checkCnnClassifier(CnnClassifier));
  assertEquals(defaultGenerator.getState(), before);
});

class ProbabilitiesNotLogs extends CnnClassifier {
  override forward(x: Tensor): Tensor {
    return tf.exp(super.forward(x));
  }
}
class ScoresAlone extends CnnClassifier {
  override logSoftmax = { forward: (x: Tensor) => x } as never;
}
class LogOfSoftmax extends CnnClassifier {
  override logSoftmax = {
    forward: (x: Tensor) => tf.log(tf.softmax(x)),
  } as never;
}
class PoolingWithStride1 extends CnnClassifier {
  override pool1 = new MaxPool2d(2, 1);
  override fc1 = new Linear(8 * 31 * 31, 64);
}
class WithoutBatchNorm extends CnnClassifier {
  override forward(x: Tensor): Tensor {
    x = this.pool1.forward(relu(this.conv1.forward(x)));
    x = this.pool2.forward(relu(this.conv2.forward(x)));
    x = relu(this.fc1.forward(tf.reshape(x, [x.shape[0]!, 2048])));
    return this.logSoftmax.forward(this.fc2.forward(x));
  }
}
class ReluFirst extends CnnClassifier {
  override forward(x: Tensor): Tensor {
    x = this.pool1.forward(this.bn1.forward(relu(this.conv1.forward(x))));
    x = this.pool2.forward(relu(this.bn2.forward(this.conv2.forward(x))));
    x = relu(this.fc1.forward(tf.reshape(x, [x.shape[0]!, 2048])));
    return this.logSoftmax.forward(this.fc2.forward(x));
  }
}
class LinearWithoutRelu extends CnnClassifier {
  override forward(x: Tensor): Tensor {
    x = this.pool1.forward(relu(this.bn1.forward(this.conv1.forward(x))));
    x = this.pool2.forward(relu(this.bn2.forward(this.conv2.forward(x))));
    x = this.fc1.forward(tf.reshape(x, [x.shape[0]!, 2048]));
    return this.logSoftmax.forward(this.fc2.forward(x));
  }
}
class ReluUpTo6 extends CnnClassifier {
  override forward(x: Tensor): Tensor {
    x = this.pool1.forward(relu(this.bn1.forward(this.conv1.forward(x))));
    x = this.pool2.forward(tf.relu6(this.bn2.forward(this.conv2.forward(x))));
    x = relu(this.fc1.forward(tf.reshape(x, [x.shape[0]!, 2048])));
    return this.logSoftmax.forward(this.fc2.forward(x));
  }
}
class PlainFlattening extends CnnClassifier {
  override fc1 = new Linear(2048, 64);
}
class FlattenedBatch extends CnnClassifier {
  override forward(x: Tensor): Tensor {
    return tf.reshape(super.forward(x), [-1]);
  }
}
class PicturesMixed extends CnnClassifier {
  override forward(x: Tensor): Tensor {
    return super.forward(tf.sub(x, tf.mean(x, 0, true)));
  }
}
class OtherNames extends CnnClassifier {
  firstLayer = new Linear(2, 2);
}

const mistakes: [new () => CnnClassifier, string[]][] = [
  [ProbabilitiesNotLogs, [
    "The sum of each picture's six probabilities, exp(output): expected " +
    "[1, 1, 1], got [7.",
    "these are probabilities (softmax)",
  ]],
  [ScoresAlone, ["The last layer must be a log-softmax over the classes"]],
  [LogOfSoftmax, ["expected -400, got -Infinity"]],
  [PoolingWithStride1, [
    "Parameter fc1.weight: expected [64, 2048], got [64, 7688]",
    "its stride is 2",
  ]],
  [WithoutBatchNorm, ["is it in forward, after each convolution?"]],
  [ReluFirst, ["ReLU must come right after bn1"]],
  [LinearWithoutRelu, ["ReLU must come right after fc1"]],
  [ReluUpTo6, ["Some step differs from the table's"]],
  [PlainFlattening, ["expected 1, got 0.125", "new Linear([8, 16, 16], 64)"]],
  [FlattenedBatch, [
    "The output's shape for 3 pictures: expected [3, 6], got [18]",
    "leave the batch axis as it is",
  ]],
  [PicturesMixed, ["In evaluation mode, the output for a picture by itself"]],
  [OtherNames, [
    "Parameter first_layer.weight: expected nothing, got [2, 2]. The model has",
  ]],
];

for (const [Classifier, expected] of mistakes) {
  Deno.test(`the check says what is wrong: ${Classifier.name}`, async () => {
    const said = await checkErrorOf(checkCnnClassifier(Classifier));
    for (const part of expected) assertStringIncludes(said, part);
  });
}
