import { assertEquals, assertThrows } from "@std/assert";
import {
  BatchNorm2d,
  Conv2d,
  Linear,
  LogSoftmax,
  MaxPool2d,
} from "mle/nn/mod.ts";
import { assertClose } from "../testing/mod.ts";
import { tf } from "mle/tf/mod.ts";
import {
  fixture,
  picturesOf,
  stateDictOf,
  tensorOf,
} from "../fixtures/layers.ts";

const { conv2d, flattened, unflattened } = fixture.layers;

Deno.test("Conv2d computes what PyTorch's computes with its state dict", () => {
  using layer = new Conv2d(2, 3, 3, { stride: 2, padding: 1 });
  layer.loadStateDict(stateDictOf(conv2d.state));
  assertEquals(layer.stateDict(), stateDictOf(conv2d.state));
  assertEquals(layer.weight.value.shape, [3, 3, 2, 3]);
  tf.tidy(() => {
    assertClose(layer.forward(picturesOf(conv2d.x)), picturesOf(conv2d.y));
  });
});

Deno.test("Linear after a flattened picture is PyTorch's, state dict and output", () => {
  using layer = new Linear([2, 3, 4], 5);
  layer.loadStateDict(stateDictOf(flattened.state));
  assertEquals(layer.stateDict(), stateDictOf(flattened.state));
  tf.tidy(() => {
    const x = tf.reshape(picturesOf(flattened.x), [2, 24]);
    assertClose(layer.forward(x), tensorOf(flattened.y));
  });
});

Deno.test("Linear before an unflattened picture is PyTorch's, state dict and output", () => {
  using layer = new Linear(5, [2, 3, 4]);
  layer.loadStateDict(stateDictOf(unflattened.state));
  assertEquals(layer.stateDict(), stateDictOf(unflattened.state));
  tf.tidy(() => {
    const y = tf.reshape(layer.forward(tensorOf(unflattened.x)), [2, 3, 4, 2]);
    assertClose(y, picturesOf(unflattened.y));
  });
});

Deno.test("MaxPool2d steps by its window's size unless told otherwise", () => {
  tf.tidy(() => {
    const x = tf.range(0, 16).reshape([1, 4, 4, 1]);
    assertClose(new MaxPool2d(2).forward(x), [5, 7, 13, 15]);
    assertClose(
      new MaxPool2d(2, 1).forward(x),
      [5, 6, 7, 9, 10, 11, 13, 14, 15],
    );
  });
});

Deno.test("LogSoftmax normalises each sample by itself", () => {
  tf.tidy(() => {
    const y = new LogSoftmax().forward(tf.tensor2d([[5, 5], [0, 0]]));
    assertClose(y, new Float32Array(4).fill(Math.log(0.5)));
  });
});

Deno.test("layers refuse what does not fit, as their operations do", () => {
  using convolution = new Conv2d(3, 4, 3);
  using norm = new BatchNorm2d(4);
  using linear = new Linear([2, 3, 4], 5);
  tf.tidy(() => {
    assertThrows(
      () => convolution.forward(tf.zeros([2, 8, 8, 1])),
      TypeError,
      "expected [batch, height, width, 3], got [2, 8, 8, 1]",
    );
    assertThrows(
      () => norm.eval().forward(tf.zeros([2, 8, 8, 3])),
      TypeError,
      "expected [batch, height, width, 4], got [2, 8, 8, 3]",
    );
    assertThrows(
      () => linear.forward(tf.zeros([2, 3, 4, 2])),
      TypeError,
      "expected [batch, 24], got [2, 3, 4, 2]",
    );
  });
});
