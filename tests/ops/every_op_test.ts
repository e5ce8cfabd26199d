import { assert, assertEquals } from "@std/assert";
import {
  assertClose,
  assertGradients,
  assertNoTensorsLeft,
} from "../testing/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { instructionSets } from "../../scripts/setup/native_build.ts";
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

const ways = ["0", ...instructionSets(Deno.build.arch).map(({ name }) => name)];

for (const own of ways) {
  Deno.test(`${own === "0" ? "without our own ops" : `with kernels for ${own}`}: all is PyTorch's`, async (t) => {
    const computed = await computeWith(own);
    if (computed === undefined) {
      return void await t.step({
        name: `left out: this processor has no ${own}`,
        ignore: true,
        fn: () => {},
      });
    }
    const { instructions, numbers } = computed;
    assertEquals(instructions, own === "0" ? undefined : own);
    assertEquals(numbers.length, cases.length);
    cases.forEach((opCase, i) =>
      tf.tidy(() => {
        const { name, torch } = opCase;
        const gradients = Object.entries(torch.gradients)
          .map(([name, gradient]) => nativeOf(gradient, name));
        [nativeOf(torch.y), ...gradients].forEach((expected, j) => {
          const actual = tf.tensor(numbers[i][j], expected.shape);
          assertClose(actual, expected, { ...TOLERANCE, what: name });
        });
      })
    );
  });
}

/** What a process computes that uses such ops; undefined if it cannot. */
async function computeWith(own: string): Promise<Computed | undefined> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      import.meta.resolve("./compute_cases.ts"),
    ],
    env: { MLE_OWN_OPS: own },
  }).output();
  const message = new TextDecoder().decode(stderr);
  if (/instructions that this processor has/.test(message)) return undefined;
  assert(success, message);
  return JSON.parse(new TextDecoder().decode(stdout));
}
