import { assertEquals } from "@std/assert";
import { convOutputSize } from "mle/sheet/mod.ts";
import { CnnClassifier, ConvAutoencoder } from "mle/sheet/mod.ts";
import { type Layer, type Module, observeLayers } from "mle/nn/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";

/** Heights of what the layers of one kind put out, in the order they run. */
function heights(
  model: Module & { forward(x: Tensor): unknown },
  inputShape: [number, number, number, number],
  kind: RegExp,
): number[] {
  const found: number[] = [];
  tf.tidy(() =>
    observeLayers(
      model,
      () => void model.forward(tf.ones(inputShape)),
      (_name: string, layer: Layer, output: Tensor) => {
        if (kind.test(layer.constructor.name)) found.push(output.shape[1]!);
      },
    )
  );
  return found;
}

/** The sizes that the formula gives one after the other, the first left out. */
function sizes(first: number, ...steps: ((size: number) => number)[]) {
  const all = [first];
  for (const step of steps) all.push(step(all.at(-1)!));
  return all.slice(1);
}

const conv3Same = (size: number) =>
  convOutputSize({ size, kernelSize: 3, padding: 1, stride: 1 });
const pool2 = (stride: number) => (size: number) =>
  convOutputSize({ size, kernelSize: 2, padding: 0, stride });

Deno.test("the formula gives the heights in the CNN: 2048 features are left", () => {
  using model = new CnnClassifier();
  const expected = sizes(64, conv3Same, pool2(2), conv3Same, pool2(2));
  const actual = heights(model, [2, 64, 64, 3], /^(Conv2d|MaxPool2d)$/);
  assertEquals(actual, expected);
  assertEquals(8 * actual.at(-1)! ** 2, 2048);
});

Deno.test("the formula gives the heights in the conv autoencoder: 40000 features, 28 again", () => {
  using model = new ConvAutoencoder(3);
  const down = [conv3Same, pool2(1), conv3Same, pool2(1), conv3Same, pool2(1)];
  const encoded = heights(model, [2, 28, 28, 1], /^(Conv2d|MaxPool2d)$/);
  assertEquals(encoded, sizes(28, ...down));
  assertEquals([encoded.at(-1), 64 * encoded.at(-1)! ** 2], [25, 40000]);

  const decoded = heights(model, [2, 28, 28, 1], /^ConvTranspose2d$/);
  assertEquals(decoded, [7, 14, 28]);
});
