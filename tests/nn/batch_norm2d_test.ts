import { assertEquals, assertThrows } from "@std/assert";
import { BatchNorm2d } from "mle/nn/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { fixture, picturesOf, tensorOf } from "../fixtures/layers.ts";

const { batches, evaluated, numBatchesTracked } = fixture.batchNorm2d;

Deno.test("BatchNorm2d follows PyTorch's running statistics and outputs", () => {
  using layer = new BatchNorm2d(3);
  // The last channel's deviation is a ten-thousandth of its mean, where float32
  // pictures have left but three digits of it.
  const channels = (tolerance: number) => [1e-5, 1e-5, tolerance];
  tf.tidy(() => {
    for (const { x, y, runningMean, runningVar } of batches) {
      const output = layer.forward(picturesOf(x));
      const split = (tensor: typeof output) => tf.split(tensor, 3, -1);
      channels(2e-3).forEach((absolute, i) =>
        assertClose(split(output)[i], split(picturesOf(y))[i], { absolute })
      );
      assertClose(layer.runningMean.value, tensorOf(runningMean));
      assertClose(layer.runningVar.value, tensorOf(runningVar));
    }
  });
  assertEquals(layer.numBatchesTracked.value, numBatchesTracked);
  tf.tidy(() => {
    const output = layer.eval().forward(picturesOf(evaluated.x));
    assertClose(output, picturesOf(evaluated.y));
  });
  assertEquals(layer.numBatchesTracked.value, numBatchesTracked);
});

Deno.test("BatchNorm2d in evaluation leaves its statistics as they are", () => {
  using layer = new BatchNorm2d(2);
  const before = layer.stateDict();
  tf.tidy(() => void layer.eval().forward(tf.fill([2, 3, 3, 2], 9)));
  assertEquals(layer.stateDict(), before);
});

Deno.test("BatchNorm2d in training leaves no tensor behind", () => {
  using layer = new BatchNorm2d(2);
  assertNoTensorsLeft(() => {
    tf.tidy(() => void layer.forward(tf.randomUniform([2, 3, 3, 2])));
  });
});

Deno.test("BatchNorm2d cannot be trained on one value per channel", () => {
  using layer = new BatchNorm2d(2);
  const before = layer.stateDict();
  tf.tidy(() => {
    assertThrows(
      () => layer.forward(tf.zeros([1, 1, 1, 2])),
      RangeError,
      "Cannot train BatchNorm2d: expected more than one value per channel, " +
        "got [1, 1, 1, 2]",
    );
  });
  assertEquals(layer.stateDict(), before);
});

Deno.test("BatchNorm2d in training refuses other channels before it changes", () => {
  using layer = new BatchNorm2d(2);
  const before = layer.stateDict();
  tf.tidy(() => {
    assertThrows(
      () => layer.forward(tf.ones([2, 4, 4, 3])),
      TypeError,
      "expected [batch, height, width, 2], got [2, 4, 4, 3]",
    );
  });
  assertEquals(layer.stateDict(), before);
});
