import { assertEquals, assertThrows } from "@std/assert";
import { Linear } from "mle/nn/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";

const loss = (layer: Linear): Tensor =>
  tf.mean(tf.square(layer.forward(tf.tensor2d([[1, -2, 3, 0.5, 0.1, 0]]))));

Deno.test("Adam's state has the names and shapes of PyTorch's", () => {
  using layer = new Linear([2, 1, 3], 4);
  using optimizer = new Adam(layer.parameters());
  optimizer.step(() => loss(layer));
  const state = optimizer.stateDict();
  assertEquals(
    [...state].map(([name, { dtype, shape }]) => `${name} ${dtype} [${shape}]`),
    [
      "0.step float32 []",
      "0.exp_avg float32 [4,6]",
      "0.exp_avg_sq float32 [4,6]",
      "1.step float32 []",
      "1.exp_avg float32 [4]",
      "1.exp_avg_sq float32 [4]",
    ],
  );
  assertEquals([...state.get("0.step")!.data], [1]);
});

Deno.test("Adam goes on from a state dict as if it had never stopped", () => {
  using layer = new Linear(6, 4);
  using optimizer = new Adam(layer.parameters(), { lr: 0.1 });
  for (let i = 0; i < 3; i++) optimizer.step(() => loss(layer));

  using copy = new Linear(6, 4);
  copy.loadStateDict(layer.stateDict());
  using resumed = new Adam(copy.parameters(), { lr: 0.1 });
  resumed.loadStateDict(optimizer.stateDict());

  for (let i = 0; i < 3; i++) {
    optimizer.step(() => loss(layer));
    resumed.step(() => loss(copy));
  }
  assertEquals(copy.stateDict(), layer.stateDict());
  assertEquals(resumed.stateDict(), optimizer.stateDict());
});

Deno.test("Adam refuses the state of other parameters", () => {
  using layer = new Linear(6, 4);
  using other = new Linear(6, 3);
  using optimizer = new Adam(layer.parameters());
  using another = new Adam(other.parameters());
  const before = optimizer.stateDict();
  assertThrows(
    () => optimizer.loadStateDict(another.stateDict()),
    TypeError,
    "Cannot load the state dict into Adam: 0.exp_avg: expected float32 [4, 6]" +
      ", got float32 [3, 6]",
  );
  assertEquals(optimizer.stateDict(), before);
});
