import { assert, assertEquals } from "@std/assert";
import {
  assertClose,
  assertGradients,
  assertNoTensorsLeft,
} from "mle/testing/mod.ts";
import { hasOwnOps, type Tensor, tf } from "mle/tf/mod.ts";
import { cases, inputsOf, nativeOf, outputAndGradients } from "./cases.ts";
import type { Computed } from "./compute_cases.ts";

const TOLERANCE = { relative: 1e-5, absolute: 2e-6 };

function assertAllClose(
  actual: Tensor[],
  expected: readonly Tensor[],
  names: string[],
): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((tensor, i) =>
    assertClose(tensor, expected[i], { ...TOLERANCE, what: names[i] })
  );
}

for (const opCase of cases) {
  const { name, run, plain, torch, smooth } = opCase;
  const names = [
    "output",
    ...Object.keys(torch.inputs).map((input) => `gradient of ${input}`),
  ];
  const compute = (run: typeof plain) =>
    outputAndGradients(run, inputsOf(opCase), nativeOf(torch.dy));

  Deno.test(`${name}: output and gradients are PyTorch's`, () => {
    tf.tidy(() => {
      const gradients = Object.entries(torch.gradients)
        .map(([name, gradient]) => nativeOf(gradient, name));
      assertAllClose(compute(run), [nativeOf(torch.y), ...gradients], names);
    });
  });

  Deno.test(`${name}: output and gradients are TensorFlow.js's own`, () => {
    tf.tidy(() => assertAllClose(compute(run), compute(plain), names));
  });

  Deno.test(`${name}: gradients are what central differences give`, () => {
    tf.tidy(() => assertGradients(run, ...smooth?.() ?? inputsOf(opCase)));
  });

  Deno.test(`${name}: no tensor is left behind or disposed`, () => {
    tf.tidy(() => {
      const inputs = inputsOf(opCase);
      const dy = nativeOf(torch.dy);
      assertNoTensorsLeft(() =>
        tf.tidy(() => void outputAndGradients(run, inputs, dy))
      );
      for (const input of inputs) assert(!input.isDisposed);
    });
  });
}

Deno.test("without our own ops, the public ones give the same", async () => {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      import.meta.resolve("./compute_cases.ts"),
    ],
    env: { MLE_OWN_OPS: "0" },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const computed: Computed = JSON.parse(new TextDecoder().decode(stdout));
  const { numbers } = computed;
  assertEquals([hasOwnOps, computed.hasOwnOps], [true, false]);
  assertEquals(numbers.length, cases.length);
  cases.forEach((opCase, i) =>
    tf.tidy(() => {
      const { name, run, torch } = opCase;
      const dy = nativeOf(torch.dy);
      outputAndGradients(run, inputsOf(opCase), dy).forEach((tensor, j) =>
        assertClose(tensor, numbers[i][j], { ...TOLERANCE, what: name })
      );
    })
  );
});
