import { assert, assertEquals, assertThrows } from "@std/assert";
import { logSoftmax, nllLoss, relu } from "mle/ops/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { assertClose } from "../testing/mod.ts";

Deno.test("relu keeps what is positive, and its gradient at 0 is 0", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([-1, 0, 2]);
    assertClose(relu(x), [0, 0, 2], { relative: 0, absolute: 0 });
    assertClose(tf.grad(relu)(x, tf.fill([3], 7)), [0, 0, 7]);
  });
});

Deno.test("relu lets NaN through, so that it is found", () => {
  tf.tidy(() => assertClose(relu(tf.tensor1d([NaN])), [NaN]));
});

Deno.test("logSoftmax gives the logarithms of shares that add up to 1", () => {
  tf.tidy(() => {
    const y = logSoftmax(tf.tensor2d([[0, Math.log(3)]]));
    assertClose(y, [Math.log(1 / 4), Math.log(3 / 4)]);
  });
});

Deno.test("logSoftmax neither overflows nor underflows", () => {
  tf.tidy(() => {
    const y = logSoftmax(tf.tensor2d([[3e38, -3e38], [-1e4, -1e4]]));
    assertClose(y, [0, -Infinity, Math.log(0.5), Math.log(0.5)]);
  });
});

Deno.test("nllLoss is the mean of the targets' −log-probabilities", () => {
  tf.tidy(() => {
    const logProbs = tf.tensor2d([[-1, -2], [-30, -4]]);
    const loss = nllLoss(logProbs, tf.tensor1d([1, 0], "int32"));
    assertEquals(loss.shape, []);
    assertClose(loss, [16]);
  });
});

Deno.test("nllLoss refuses shapes and dtypes that do not fit", () => {
  tf.tidy(() => {
    const message =
      "Cannot compute nllLoss: expected log-probabilities [batch, classes] " +
      "and int32 targets [batch], got ";
    const attempts = [
      [[4, 6], [3], "int32", "[4, 6] and int32 [3]"],
      [[4, 6], [4], "float32", "[4, 6] and float32 [4]"],
      [[4, 6], [4, 1], "int32", "[4, 6] and int32 [4, 1]"],
      [[4], [4], "int32", "[4] and int32 [4]"],
    ] as const;
    for (const [logProbs, targets, dtype, got] of attempts) {
      assertThrows(
        () => nllLoss(tf.zeros([...logProbs]), tf.zeros([...targets], dtype)),
        TypeError,
        message + got,
      );
    }
  });
});

Deno.test("nllLoss refuses targets that are no class", () => {
  tf.tidy(() => {
    for (const stray of [-1, 6]) {
      assertThrows(
        () => nllLoss(tf.zeros([2, 6]), tf.tensor1d([5, stray], "int32")),
        RangeError,
        `Cannot compute nllLoss: expected targets of 0 … 5, got ${stray}`,
      );
    }
  });
});

Deno.test("a loss of −log 0 is infinite, not NaN", () => {
  tf.tidy(() => {
    const logProbs = tf.tensor2d([[0, -Infinity]]);
    const loss = nllLoss(logProbs, tf.tensor1d([1], "int32")).dataSync()[0];
    assert(loss === Infinity, `expected Infinity, got ${loss}`);
  });
});
