import { assertEquals, assertThrows } from "@std/assert";
import { mseLoss } from "mle/ops/mod.ts";
import { type Tensor, tf, valueAndGradients } from "mle/tf/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";

Deno.test("valueAndGradients differentiates by each input it depends on", () => {
  tf.tidy(() => {
    const [x, y, other] = [tf.tensor1d([2, 3]), tf.scalar(5), tf.scalar(1)];
    assertNoTensorsLeft(() =>
      tf.tidy(() => {
        const { value, gradients } = valueAndGradients(
          () => tf.sum(tf.mul(tf.square(x), y)),
          [x, y, other],
        );
        assertClose(value, [65]);
        assertClose(gradients[0]!, [20, 30]);
        assertClose(gradients[1]!, [13]);
        assertEquals(gradients[2], undefined);
      })
    );
  });
});

Deno.test("what was saved for the gradient is freed if there is none", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2]);
    assertNoTensorsLeft(() => {
      tf.tidy(() => {
        assertThrows(
          () =>
            valueAndGradients(() => {
              tf.exp(tf.square(x));
              throw new Error("no value");
            }, [x]),
          Error,
          "no value",
        );
        assertThrows(
          () => valueAndGradients(() => tf.sum(tf.square(1)), [x]),
          TypeError,
          "must be called inside the function",
        );
      });
    });
    assertClose(tf.grad((x) => tf.sum(tf.square(x)))(x), [2, 4]);
  });
});

/** How many tensors there are when the gradient of `x` is about to come. */
function tensorsAtTheEnd(x: tf.Tensor, operations: number): number {
  let count = 0;
  const first = tf.customGrad((x) => ({
    value: tf.mul(x as tf.Tensor, 1),
    gradFunc: (dy: tf.Tensor) => {
      count = tf.memory().numTensors;
      return dy; // passed on as it is
    },
  }));
  tf.tidy(() => {
    const { gradients } = valueAndGradients(() => {
      let y = first(x);
      for (let i = 0; i < operations; i++) y = tf.square(y);
      return tf.sum(y);
    }, [x]);
    assertClose(gradients[0]!, [2 ** operations, 2 ** operations]);
  });
  return count;
}

Deno.test("what the gradient has used is freed on the way", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, 1]);
    tensorsAtTheEnd(x, 1);
    assertEquals(tensorsAtTheEnd(x, 12), tensorsAtTheEnd(x, 3));
  });
});

Deno.test("a gradient within another one leaves the outer one whole", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([2, 3]);
    const { gradients } = valueAndGradients(() => {
      const slope = valueAndGradients(() => tf.sum(tf.pow(x, 3)), [x]);
      return tf.sum(slope.gradients[0]!);
    }, [x]);
    assertClose(gradients[0]!, [12, 18]); // 6x
  });
});

Deno.test("a second derivative that an op of ours lacks is refused, not left out", () => {
  tf.tidy(() => {
    const [x, target] = [tf.tensor1d([1, 2, 3]), tf.zeros([3])];
    const loss = (x: Tensor) => mseLoss(x, target);
    const slopes = {
      ours: (x: Tensor) => valueAndGradients(() => loss(x), [x]).gradients[0]!,
      theirs: (x: Tensor) => tf.grad(loss)(x),
    };
    for (const slope of Object.values(slopes)) {
      const penalized = () => tf.add(loss(x), tf.sum(tf.square(slope(x))));
      assertThrows(
        () => valueAndGradients(penalized, [x]),
        TypeError,
        "Cannot compute a second derivative: the gradient of mse_loss has none",
      );
      let seen: Tensor;
      const { gradients } = valueAndGradients(() => {
        seen = tf.keep(slope(x)); // looked at, but not part of the value
        return loss(x);
      }, [x]);
      assertClose(gradients[0]!, [2 / 3, 4 / 3, 2]);
      assertClose(seen!, [2 / 3, 4 / 3, 2]);
      seen!.dispose();
    }
  });
});

Deno.test("a gradient that is passed on serves all inputs", () => {
  tf.tidy(() => {
    const [a, b] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])];
    const add = tf.customGrad((x, y) => ({
      value: tf.add(x as tf.Tensor, y as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => [dy, dy],
    }));
    const { gradients } = valueAndGradients(
      () => tf.sum(add(tf.square(a), tf.square(b))),
      [a, b],
    );
    assertClose(gradients[0]!, [2, 4]);
    assertClose(gradients[1]!, [6, 8]);
  });
});

Deno.test("a gradient of another shape is refused", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2]);
    const wrong = tf.customGrad((x) => ({
      value: tf.sum(x as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => dy,
    }));
    assertThrows(
      () => valueAndGradients(() => wrong(x), [x]),
      TypeError,
      "expected float32 [2] for its input 0, got float32 []",
    );
  });
});

Deno.test("valueAndGradients leaves tensors alone that belong to others", () => {
  const [x, owned] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])];
  const gradientOf = (
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor,
  ) => {
    const op = tf.customGrad((y, save) => {
      (save as (tensors: tf.Tensor[]) => void)([y as tf.Tensor]);
      return { value: tf.sum(y as tf.Tensor), gradFunc };
    });
    const compute = () => op(tf.mul(x, 2));
    return valueAndGradients(compute, [x]).gradients[0]!;
  };
  tf.tidy(() => {
    assertClose(gradientOf(() => owned), [6, 8]);
    assertClose(gradientOf((_dy, [saved]) => saved), [4, 8]);
    const kept: tf.Tensor[] = [];
    const keeping = gradientOf((dy) => {
      kept.push(tf.keep(dy));
      return tf.mul(dy, [1, 1]);
    });
    assertClose(keeping, [2, 2]);
    assertClose(kept[0], [1]);
    tf.dispose(kept);
    assertThrows(
      () => gradientOf(() => tf.tensor1d([1, 2], "int32")),
      TypeError,
      "expected float32 [2] for its input",
    );
  });
  assertClose(owned, [3, 4]);
  tf.dispose([x, owned]);
});

Deno.test("valueAndGradients wants a tensor from its function", () => {
  for (const wrong of [undefined, 1, { loss: 1 }]) {
    assertThrows(
      () => valueAndGradients(() => wrong as unknown as tf.Tensor, []),
      TypeError,
      "expected a function that returns a scalar tensor, got",
    );
  }
});
