import { assert, assertEquals, assertThrows } from "@std/assert";
import { CnnClassifier } from "mle/sheet/mod.ts";
import { Module, observeLayers } from "mle/nn/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";

Deno.test("observeLayers sees every layer's output in the order of running", () => {
  using model = new CnnClassifier();
  const seen: [string, number[]][] = [];
  tf.tidy(() =>
    observeLayers(
      model,
      () => void model.forward(tf.zeros([2, 64, 64, 3])),
      (name, layer, output) => {
        assert(layer instanceof Module);
        seen.push([name, output.shape]);
      },
    )
  );
  assertEquals(seen, [
    ["conv1", [2, 64, 64, 4]],
    ["bn1", [2, 64, 64, 4]],
    ["pool1", [2, 32, 32, 4]],
    ["conv2", [2, 32, 32, 8]],
    ["bn2", [2, 32, 32, 8]],
    ["pool2", [2, 16, 16, 8]],
    ["fc1", [2, 64]],
    ["fc2", [2, 6]],
    ["log_softmax", [2, 6]],
  ]);
});

/** Fails, or not, as told. */
class Fragile extends Module {
  broken = true;

  forward(x: Tensor): Tensor {
    if (this.broken) throw new Error("broken");
    return x;
  }
}

class Chain extends Module {
  first: Fragile = new Fragile();
  second: Fragile = new Fragile();

  forward(x: Tensor): Tensor {
    return this.second.forward(this.first.forward(x));
  }
}

Deno.test("observeLayers gives the layers back as they were, also after an error", () => {
  const model = new Chain();
  model.first.broken = false;
  const seen: string[] = [];
  tf.tidy(() => {
    const x = tf.scalar(1);
    const observe = () =>
      observeLayers(
        model,
        () => void model.forward(x),
        (name) => seen.push(name),
      );
    assertThrows(observe, Error, "broken");
    assertEquals(seen, ["first"]);
    assert(!Object.hasOwn(model.first, "forward"));
    assert(!Object.hasOwn(model.second, "forward"));
    model.second.broken = false;
    model.forward(x);
    assertEquals(seen, ["first"], "observes no more");
    observe();
    assertEquals(seen, ["first", "first", "second"]);
  });
});

Deno.test("an observer that throws ends the run and is not called again", () => {
  const model = new Chain();
  model.first.broken = model.second.broken = false;
  tf.tidy(() => {
    const x = tf.scalar(1);
    assertThrows(
      () =>
        observeLayers(model, () => void model.forward(x), () => {
          throw new Error("seen enough");
        }),
      Error,
      "seen enough",
    );
    assert(model.forward(x) === x);
  });
});
