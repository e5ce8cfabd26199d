import { assertEquals } from "@std/assert";
import { Digest } from "mle/checkpoint/digest.ts";
import type { SavedTensor, StateDict } from "mle/nn/mod.ts";

const tensor = (shape: number[], ...data: number[]): SavedTensor => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(data),
});
const digestOf = (stateDict: StateDict) =>
  `${new Digest().addStateDict(stateDict)}`;

Deno.test("the same bytes under another name, of another shape or dtype, have another digest", () => {
  const states: StateDict[] = [
    new Map([["a", tensor([2], 1, 2)]]),
    new Map([["b", tensor([2], 1, 2)]]),
    new Map([["a", tensor([2, 1], 1, 2)]]),
    new Map([["a", tensor([1], 1)], ["b", tensor([1], 2)]]),
    new Map([["a", tensor([1], 2)], ["b", tensor([1], 1)]]),
    new Map([["a", {
      dtype: "int64",
      shape: [1],
      data: new BigInt64Array(Float32Array.of(1, 2).buffer),
    }]]),
  ];
  assertEquals(new Set(states.map(digestOf)).size, states.length);
});

Deno.test("a digest does not depend on the tensors' order", () => {
  const entries = ["b", "a", "10", "2"].map((name, i) =>
    [name, tensor([1], i)] as const
  );
  assertEquals(
    digestOf(new Map(entries)),
    digestOf(new Map(entries.toReversed())),
  );
});
