import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { CnnClassifier } from "mle/sheet/mod.ts";
import { BatchNorm2d, Linear, type StateDict } from "mle/nn/mod.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";
import { tf } from "mle/tf/mod.ts";

Deno.test("a model that loads another's state dict is its copy", () => {
  using trained = new CnnClassifier();
  tf.tidy(() => void trained.forward(tf.randomUniform([4, 64, 64, 3])));
  using copy = new CnnClassifier();
  assertNotEquals(copy.stateDict(), trained.stateDict());
  assertNoTensorsLeft(() => copy.loadStateDict(trained.stateDict()));
  assertEquals(copy.stateDict(), trained.stateDict());
  assertEquals(copy.bn1.numBatchesTracked.value, 1);
  tf.tidy(() => {
    const x = tf.randomUniform([2, 64, 64, 3]);
    const outputs = [trained.eval(), copy.eval()].map((model) =>
      model.forward(x).dataSync()
    );
    assertEquals(outputs[1], outputs[0]);
  });
});

Deno.test("a state dict is a copy in both directions", () => {
  using layer = new Linear(2, 1);
  const saved = layer.stateDict();
  const weight = saved.get("weight")!.data as Float32Array;
  weight.set([7, 8]);
  layer.loadStateDict(saved);
  weight.set([0, 0]);
  assertEquals([...layer.stateDict().get("weight")!.data], [7, 8]);
});

Deno.test("a state dict that does not fit is refused, and nothing changes", () => {
  using layer = new BatchNorm2d(2);
  const float32 = (...numbers: number[]) => ({
    dtype: "float32" as const,
    shape: [numbers.length],
    data: Float32Array.from(numbers),
  });
  const damages: [damage: (saved: StateDict) => void, problems: string][] = [
    [
      (saved) => saved.delete("running_var"),
      "running_var: expected float32 [2], got nothing",
    ],
    [
      (saved) => saved.set("scale", float32(1, 2, 3)),
      "scale: expected nothing, got float32 [3]",
    ],
    [
      (saved) => saved.set("bias", float32(1, 2, 3)),
      "bias: expected float32 [2], got float32 [3]",
    ],
    [
      (saved) => saved.set("bias", { ...float32(1, 2), shape: [2, 1] }),
      "bias: expected float32 [2], got float32 [2, 1]",
    ],
    [
      (saved) =>
        saved.set("bias", {
          dtype: "int64",
          shape: [2],
          data: BigInt64Array.of(1n, 2n),
        }),
      "bias: expected float32 [2], got int64 [2]",
    ],
    [
      (saved) => saved.set("num_batches_tracked", { ...float32(1), shape: [] }),
      "num_batches_tracked: expected int64 [], got float32 []",
    ],
    [
      (saved) => saved.set("bias", { ...float32(1), shape: [2] }),
      "bias: expected 2 numbers, got 1",
    ],
    [
      (saved) => {
        saved.delete("weight");
        saved.set("gamma", float32(1, 1));
        saved.set("bias", float32(1));
      },
      "weight: expected float32 [2], got nothing; gamma: expected nothing, " +
      "got float32 [2]; bias: expected float32 [2], got float32 [1]",
    ],
  ];
  for (const [damage, problems] of damages) {
    const before = layer.stateDict();
    const saved: StateDict = new Map(
      [...layer.stateDict()].map(([name, tensor]) => {
        const other = { ...tensor };
        if (other.dtype === "float32") {
          other.data = other.data.map((n) => n + 1);
        }
        return [name, other];
      }),
    );
    damage(saved);
    const { message } = assertThrows(
      () => layer.loadStateDict(saved),
      TypeError,
    );
    assertEquals(
      message,
      `Cannot load the state dict into BatchNorm2d: ${problems}`,
    );
    assertEquals(layer.stateDict(), before);
  }
});

Deno.test("a state dict out of PyTorch's DataParallel is loaded without its prefix", () => {
  using layer = new Linear(2, 1);
  using copy = new Linear(2, 1);
  const wrapped = new Map(
    [...layer.stateDict()].map(([name, tensor]) => [`module.${name}`, tensor]),
  );
  copy.loadStateDict(wrapped);
  assertEquals(copy.stateDict(), layer.stateDict());
  wrapped.set("bias", wrapped.get("module.bias")!);
  assertThrows(
    () => copy.loadStateDict(wrapped),
    TypeError,
    "module.weight: expected nothing",
  );
});
