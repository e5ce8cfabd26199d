import { assertEquals } from "@std/assert";
import {
  bytesOf,
  flopOf,
  leastFlopOf,
} from "../../../scripts/course/bench/op_work.ts";
import { profileOps } from "../../../scripts/course/bench/op_profile.ts";
import {
  convolutionGaps,
  gapFigure,
  profileTable,
} from "../../../scripts/course/bench/profile.ts";
import { attributes, execute, tf } from "mle/tf/mod.ts";

Deno.test("a matrix product counts two operations per number met, however transposed", () => {
  const inputs = [[64, 10], [10, 784]];
  assertEquals(
    flopOf("MatMul", { inputs, outputs: [[64, 784]] }),
    2 * 64 * 10 * 784,
  );
  const transposed = [[10, 64], [784, 10]];
  assertEquals(
    flopOf("BatchMatMul", { inputs: transposed, outputs: [[64, 784]] }),
    2 * 64 * 10 * 784,
  );
  const linear = [[64, 10], [784, 10], [784]];
  assertEquals(
    flopOf("MleLinear", { inputs: linear, outputs: [[64, 784]] }),
    2 * 64 * 10 * 784,
  );
});

Deno.test("a convolution and both its gradients count the same", () => {
  const [x, filter, y] = [[64, 26, 26, 32], [3, 3, 32, 64], [64, 26, 26, 64]];
  const flop = 2 * 64 * 26 * 26 * 64 * 9 * 32;
  const kinds: [string, number[][], number[][]][] = [
    ["MleConv2D", [x, filter, [64]], [y]],
    ["MleConv2DInputGradient", [y, filter, [0]], [x]],
    ["MleConv2DFilterGradient", [x, y], [filter, [64]]],
    ["Conv2D", [x, filter], [y]],
    ["Conv2DBackpropInput", [[4], filter, y], [x]],
    ["Conv2DBackpropFilter", [x, [4], y], [filter]],
  ];
  for (const [op, inputs, outputs] of kinds) {
    assertEquals(flopOf(op, { inputs, outputs }), flop, op);
    // Winograd's algorithm needs a quarter of the products.
    assertEquals(leastFlopOf(op, { inputs, outputs }), flop / 4, op);
  }
  const few = { inputs: [[64, 28, 28, 1], [3, 3, 1, 16]] };
  const shapes = { ...few, outputs: [[64, 28, 28, 16]] };
  assertEquals(leastFlopOf("MleConv2D", shapes), flopOf("MleConv2D", shapes));
  const wide = { inputs: [[64, 7, 7, 64], [3, 3, 64, 32]] };
  const strided = { ...wide, outputs: [[64, 3, 3, 32]] };
  assertEquals(leastFlopOf("MleConv2D", strided), flopOf("MleConv2D", strided));
  assertEquals(flopOf("Relu", { inputs: [x], outputs: [x] }), 0);
  assertEquals(bytesOf({ inputs: [[2, 3], []], outputs: [[5]] }), 4 * 12);
});

Deno.test("a profile has each kind of op with its calls, and restores the backend", () => {
  const a = tf.ones([8, 4]);
  const b = tf.ones([4, 2]);
  const none = attributes({});
  const step = () =>
    tf.tidy(() => {
      execute("MatMul", none, [a, b]);
      execute("Relu", none, [a]);
      execute("Relu", none, [a]);
    });
  const profile = { ...profileOps(step, 10), matmulGflops: 1, readGbs: 1 };
  tf.dispose([a, b]);
  const rows = Object.fromEntries(
    profile.ops.map(({ op, shapes, calls, flop, bytes }) => [op, {
      shapes,
      calls: Math.round(calls),
      flop: Math.round(flop),
      bytes: Math.round(bytes),
    }]),
  );
  assertEquals(rows, {
    MatMul: { shapes: "[8,4] [4,2]", calls: 1, flop: 128, bytes: 4 * 56 },
    Relu: { shapes: "[8,4]", calls: 2, flop: 0, bytes: 4 * 128 },
  });
  const table = profileTable(profile).split("\n");
  assertEquals(table.length, 5); // header, rule, two kinds, the rest
  assertEquals(Object.hasOwn(tf.backend(), "executeSingleOutput"), false);
});

Deno.test("a convolution's gap is that of its three ops to arithmetic or memory", () => {
  const op = (convolution: string, ms: number, gflop: number, gb: number) => ({
    op: "MleConv2D",
    shapes: "",
    calls: 1,
    ms,
    flop: 4e9 * gflop,
    leastFlop: 1e9 * gflop,
    bytes: 1e9 * gb,
    convolution,
  });
  const profile = {
    stepMs: 100,
    matmulGflops: 100, // 10 ms for 1 GFLOP
    readGbs: 50, // 20 ms for 1 GB
    ops: [
      op("32 → 64", 20, 1, 0.1),
      op("32 → 64", 30, 1, 0.1),
      op("1 → 16", 18, 0.001, 0.5),
      op("small", 1.5, 0.001, 0),
    ],
  };
  assertEquals(
    convolutionGaps(profile).map(({ convolution, ms, floorMs, ofStep }) => [
      convolution,
      ms,
      Math.round(100 * floorMs) / 100,
      ofStep,
    ]),
    [["small", 1.5, 0.01, 0.015], ["32 → 64", 50, 20, 0.5]]
      .concat([["1 → 16", 18, 10, 0.18]]),
  );
  const others = { cores: 0, by: [] };
  const [{ of, ratio }] = gapFigure({ value: profile, others });
  // The small one takes less than a fiftieth of the step.
  assertEquals([of, ratio], ["32 → 64", 2.5]);
});
